/// lftp, whose SFTP runs over the machine's own `ssh`.
extension Client {
    static let lftp = Client(
        "lftp", program: "lftp", version: ["--version"],
        [
            .put: { lftp($0, "put \($0.local) -o \($0.remote)") },
            // It sends the times with every upload.
            .preserve: { lftp($0, "set xfer:clobber yes; put \($0.local) -o \($0.remote)") },
            .resume: { lftp($0, "put -c \($0.local) -o \($0.remote)") },
            .rename: { lftp($0, "mv \($0.remote) \($0.newRemote)") },
        ])

    private static func lftp(_ job: ClientJob, _ command: String) -> Call {
        let connect = (["ssh", "-a", "-x"] + job.sshOptions).joined(separator: " ")
        let script = [
            "set cmd:fail-exit yes", "set sftp:connect-program \"\(connect)\"", "set net:max-retries 1",
            "set net:reconnect-interval-base 0", "set net:timeout 10",
            "open -u \(job.account),unused -p \(job.port) sftp://127.0.0.1", command,
        ]
        return Call(program: "lftp", arguments: ["-c", script.joined(separator: "; ")])
    }
}
