#!/usr/bin/env bash
# Provisions a Linux host without PowerShell: an installer token for the runtime's container, a narrowed access token, and the
# manifest of an analytics organization. No secret is an argument; only the owner can read files with secrets.
#
#   examples/linux-provision.sh            # uses BOOMI_… and ONEZONE_… from the environment
#   examples/linux-provision.sh --sandbox  # uses a sandbox
#
# Exit codes are those of tokentools: 1 usage error or local failure, 2 rejected by the service, 3 no response,
# 4 a token was or may have been created that is not the result.
set -euo pipefail

if [[ ${1:-} == --sandbox ]]; then
    exec tokentools sandbox -- "${BASH_SOURCE[0]}"
fi

umask 077
target=${PROVISION_DIRECTORY:-$(mktemp -d)}
mkdir -p "$target"

# 1. An access token for this host's jobs, narrowed before it is stored. Steps that can fail without consequences come first.
token=$(tokentools temporary-token --valid-for 8h --output token)
narrow=$(tokentools confine --token-file - --interface rest --ip-address 127.0.0.0/8 --output token <<<"$token")
printf '%s' "$narrow" > "$target/data-token"

# curl reads the header from a file descriptor: printf is a shell builtin, so its arguments do not appear in a process list.
curl --silent --show-error --fail --output /dev/null \
    --header @<(printf 'x-auth-token: %s' "$narrow") "${ONEZONE_HOST%/}/api/v3/onezone/user"
printf 'The access token works and is valid for: %s\n' "$(tokentools verify --interface rest <<<"$narrow" | sed -E 's/.*"timeLeftSeconds":([0-9]+).*/\1 s/')"

# 2. The organization's first administrator: the manifest contains the hash of the password, not the password. If the script runs again,
# the password is that of the first run.
[[ -e $target/administrator.json ]] || tokentools bootstrap-token --user-name admin --generate-password --output-file "$target/administrator.json"
sed -E 's/.*"bearerToken":"([^"]+)".*/\1/' "$target/administrator.json" |
    tokentools organization-manifest analytics "${ANALYTICS_HOST:-analytics.example.com}" --output text > "$target/organization.yaml"
# kubectl apply -f "$target/organization.yaml"

# 3. The installer token, in an environment file for the runtime's container. It comes last because it cannot be revoked.
install_token=$(tokentools installer-token ATOM --valid-for 30m --output token)
{
    printf 'BOOMI_ATOMNAME=%s\n' "${HOSTNAME:-host}"
    printf 'INSTALL_TOKEN=%s\n' "$install_token"
} > "$target/runtime.env"
# docker run --env-file "$target/runtime.env" boomi/atom:release

printf 'Provisioned: %s\n' "$(ls "$target" | tr '\n' ' ')"
if [[ -z ${PROVISION_DIRECTORY:-} ]]; then
    rm -rf "$target"
fi
