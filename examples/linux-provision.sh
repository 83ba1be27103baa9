#!/usr/bin/env bash
# Provisions a Linux host without PowerShell: an installer token for the runtime's container, a narrowed access token, and the
# manifest of an analytics organization. Secrets stand in no argument list; files that hold them are the owner's alone.
#
#   examples/linux-provision.sh            # BOOMI_…, ONEZONE_… from the environment
#   examples/linux-provision.sh --sandbox  # against a sandbox, to try it out
#
# Ends with what tokentools ended with: 1 wrong use or something local, 2 the service said no, 3 no answer.
set -euo pipefail

if [[ ${1:-} == --sandbox ]]; then
    exec tokentools sandbox -- "${BASH_SOURCE[0]}"
fi

umask 077
target=${PROVISION_DIRECTORY:-$(mktemp -d)}
mkdir -p "$target"

# 1. What can fail without leaving anything behind: an access token for this host's jobs, narrowed before anybody gets it.
token=$(tokentools temporary-token --valid-for 8h --output token)
narrow=$(tokentools confine --token-file - --interface rest --ip-address 127.0.0.0/8 --output token <<<"$token")
printf '%s' "$narrow" > "$target/data-token"

# curl reads the header from a file descriptor: printf is the shell's own and shows in no process list.
curl --silent --show-error --fail --output /dev/null \
    --header @<(printf 'x-auth-token: %s' "$narrow") "${ONEZONE_HOST%/}/api/v3/onezone/user"
printf 'The access token works, and is good for: %s\n' "$(tokentools verify --interface rest <<<"$narrow" | sed -E 's/.*"timeLeft":([0-9]+).*/\1 s/')"

# 2. The organization's first administrator: the password stays here, the manifest has its hash.
tokentools bootstrap-token --user-name admin --generate-password > "$target/administrator.json"
sed -E 's/.*"bearerToken":"([^"]+)".*/\1/' "$target/administrator.json" |
    tokentools organization-manifest analytics "${ANALYTICS_HOST:-analytics.example.com}" --output text > "$target/organization.yaml"
# kubectl apply -f "$target/organization.yaml"

# 3. The installer token, which can't be revoked, last: in the file that the runtime's container takes its environment from.
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
