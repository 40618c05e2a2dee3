setenv bootargs console=ttyS0,115200 root=/dev/mtdblock2 ro rootfstype=squashfs serial=${serial}
bootm ${kernel_address} - ${fdtcontroladdr}
