"""What makes an attack easier: hardening, unsafe calls, permissions, configuration, certificates, secrets."""
