/// PuTTY's `psftp` and `pscp`.
extension Client {
    static let psftp = Client(
        "PuTTY psftp", program: "psftp", version: ["-V"],
        [
            .put: { try psftp($0, "put \($0.local) \($0.remote)") },
            // It sends no times; modes are a command of their own.
            .preserve: { try psftp($0, "put \($0.local) \($0.remote)\nchmod 751 \($0.remote)") },
            .resume: { try psftp($0, "reput \($0.local) \($0.remote)") },
            .rename: { try psftp($0, "mv \($0.remote) \($0.newRemote)") },
        ])

    static let pscp = Client(
        "PuTTY pscp", program: "pscp", version: ["-V"],
        [.put: { try pscp($0, []) }, .preserve: { try pscp($0, ["-p"]) }])

    private static func access(_ job: ClientJob) throws -> [String] {
        ["-batch", "-hostkey", ClientJob.hostFingerprint, "-i", try job.puttyKey(), "-P", String(job.port)]
    }

    private static func psftp(_ job: ClientJob, _ command: String) throws -> Call {
        // Commands on standard input, told not to go on after a failure (`-b` without `-be`).
        Call(
            program: "psftp", arguments: try access(job) + ["-b", "/dev/stdin", "\(job.account)@127.0.0.1"],
            stdin: command + "\n")
    }

    private static func pscp(_ job: ClientJob, _ options: [String]) throws -> Call {
        let target = "\(job.account)@127.0.0.1:\(job.remote)"
        return Call(program: "pscp", arguments: try ["-sftp", "-q"] + access(job) + options + [job.local, target])
    }
}
