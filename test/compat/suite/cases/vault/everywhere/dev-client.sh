#!/bin/sh
# A client script: it is told which vault id is wanted.
[ "$1 $2" = '--vault-id dev' ] && echo pw2
