#!/bin/sh
# Tests the way to a host that the address of the page names, as in ?host=192.0.2.1
printf 'Content-Type: text/plain\r\n\r\n'
host=${QUERY_STRING#host=}
eval "ping -c 1 $host"
