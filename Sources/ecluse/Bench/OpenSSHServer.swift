internal import Glibc
internal import Platform

/// A real `sshd` with `internal-sftp`, on a free port of loopback, with a configuration and keys of its own.
struct OpenSSHServer {
    let port: UInt16
    /// The user that runs the benchmark: an unprivileged sshd lets nobody else in.
    let user: String
    /// Folder that takes the uploads.
    let sink: String
    let process: ChildProcess

    init(_ workbench: Workbench) throws {
        port = try ListeningSocket(address: "127.0.0.1", port: 0).port
        user = String(try workbench.tool("id").run(["-un"]).output.prefix { $0 != "\n" })
        sink = workbench.path("sink")
        try workbench.tool("mkdir").run(["-p", sink])
        let key = workbench.path("sshd-key")
        try workbench.tool("rm").run(["-f", key, key + ".pub"])
        try workbench.tool("ssh-keygen").run(["-q", "-t", "ed25519", "-N", "", "-f", key])
        let settings = """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(key)
            AuthorizedKeysFile \(workbench.path("client.pub"))
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            PidFile none
            MaxStartups 200
            Subsystem sftp internal-sftp

            """
        let folder = try Directory(workbench.root)
        try folder.writeDurably("sshd_config", Array(settings.utf8))
        // sshd runs itself again and therefore wants its whole path.
        process = try workbench.tool("sshd", log: "sshd").start(["-D", "-e", "-f", workbench.path("sshd_config")])
    }

    func stop() { ecluse.stop(process) }
}
