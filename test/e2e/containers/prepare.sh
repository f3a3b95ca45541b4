#!/bin/bash
# Installs what images are made and served with: root on Debian.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends \
  buildah debootstrap docker-registry nginx-light openssh-client openssh-server iproute2 containernetworking-plugins > /dev/null
