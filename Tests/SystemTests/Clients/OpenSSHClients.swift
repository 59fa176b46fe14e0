/// OpenSSH's own: `sftp`, and `scp`, which speaks SFTP since 9.0.
extension Client {
    static let sftp = Client(
        "OpenSSH sftp", program: "sftp", version: ["-V"], by: "ssh",
        [
            .put: { batch($0, "put \($0.local) \($0.remote)") },
            .preserve: { batch($0, "put -p \($0.local) \($0.remote)") },
            .resume: { batch($0, "reput \($0.local) \($0.remote)") },
            .rename: { batch($0, "rename \($0.remote) \($0.newRemote)") },
        ])

    /// It has no resume: over a cut upload it writes the file again from the start, in place.
    static let scp = Client(
        "OpenSSH scp", program: "scp", version: ["-V"], by: "ssh",
        [.put: { copy($0, []) }, .preserve: { copy($0, ["-p"]) }])

    private static func batch(_ job: ClientJob, _ command: String) -> Call {
        Call(
            program: "sftp",
            arguments: job.sshOptions + ["-b", "-", "-P", String(job.port), "\(job.account)@127.0.0.1"],
            stdin: command + "\n")
    }

    private static func copy(_ job: ClientJob, _ options: [String]) -> Call {
        let target = "\(job.account)@127.0.0.1:\(job.remote)"
        return Call(
            program: "scp", arguments: job.sshOptions + options + ["-s", "-P", String(job.port), job.local, target])
    }
}
