# Runs one script of Debian's openssh-tests with what its own test-exec.sh would give it: SCRIPT OBJ DATA SERVER
#
# Prints "piece: TEXT" for each piece that begins and "failed: TEXT" for each check that does not hold, and goes on.
# "sftp" is regress_sftp.py, which knows where the account's view has the paths that the script takes for the server's.
script=$1
OBJ=$2
DATA=$3
SFTPSERVER=$4
DATANAME=$(basename "$DATA")
COPY=$OBJ/copy
SFTP="python3 $(dirname "$0")/regress_sftp.py"
TEST_SHELL=sh
SCRIPT=$script
cd "$OBJ" || exit 2
verbose() { echo "piece: $*"; }
fail() { echo "failed: $*"; }
fatal() {
    fail "$*"
    exit 1
}
config_defined() { return 1; }
. "$script"
