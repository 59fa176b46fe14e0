import Foundation
import TestSupport

/// sshfs: the account's view mounted, and the machine's own `cp` and `mv` in it.
extension Client {
    static let sshfs: Client = {
        var client = mountedClient
        client.endsEarly = true
        return client
    }()

    private static let mountedClient = Client(
        "sshfs", version: Call(program: "sh", arguments: ["-c", "sshfs --version | grep ^SSHFS"]),
        absence: sshfsAbsence,
        [
            .put: { mounted($0, "cp \($0.local) .\($0.remote)") },
            .preserve: { mounted($0, "cp -p \($0.local) .\($0.remote)") },
            // What `cp` cannot, `dd` can: go on where the other file ends.
            .resume: {
                let part = ".\($0.remote)"
                return mounted(
                    $0,
                    "dd if=\($0.local) of=\(part) bs=64k iflag=skip_bytes oflag=append conv=notrunc status=none "
                        + "skip=$(stat -c %s \(part))")
            },
            .rename: { mounted($0, "mv .\($0.remote) .\($0.newRemote)") },
        ])

    private static let sshfsAbsence: String? =
        Tool.find("sshfs") == nil ? "no sshfs here" : canMount ? nil : "no mount through /dev/fuse here"

    /// Containers often have the device and may not open it, or forbid root the mount.
    private static let canMount: Bool = {
        let script = ": <>/dev/fuse && { [ $(id -u) -ne 0 ] || unshare -m true; }"
        return (try? Tool.run("sh", ["-c", script]))?.status == 0
    }()

    /// Mounts, runs `command` in the mounted folder, and unmounts whatever became of it.
    private static func mounted(_ job: ClientJob, _ command: String) -> Call {
        let options = (["ssh", "-a", "-x"] + job.sshOptions).joined(separator: " ")
        let script = """
            mount=$(mktemp -d) || exit 1
            trap 'cd /; fusermount3 -u "$mount" || fusermount3 -uz "$mount"; rmdir "$mount"' EXIT
            sshfs -o "ssh_command=$SSH" -p \(job.port) \(job.account)@127.0.0.1:/ "$mount" || exit 2
            cd "$mount" && \(command)
            """
        return Call(program: "sh", arguments: ["-c", script], environment: ["SSH": options])
    }
}
