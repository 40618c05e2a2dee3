#!/bin/sh
# Shows how long the router has been running and which addresses it has.
printf 'Content-Type: text/plain\r\n\r\n'
. /etc/os-release
echo "$PRETTY_NAME"
uptime
ifconfig
