/// curl, whose SFTP is libssh2's.
extension Client {
    static let curl = Client(
        "curl", program: "curl", version: ["--version"],
        [
            .put: { curl($0, ["-T", $0.local], $0.remote) },
            .resume: { curl($0, ["-C", "-", "-T", $0.local], $0.remote) },
            .rename: { curl($0, ["-l", "-Q", "rename \($0.remote) \($0.newRemote)"], "/receipts/") },
        ])

    private static func curl(_ job: ClientJob, _ arguments: [String], _ path: String) -> Call {
        let access = [
            "-q", "-sS", "--insecure", "--key", job.key, "--pubkey", job.key + ".pub", "-u", job.account + ":",
        ]
        return Call(program: "curl", arguments: access + arguments + ["sftp://127.0.0.1:\(job.port)\(path)"])
    }
}
