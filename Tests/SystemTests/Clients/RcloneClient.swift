/// rclone's `sftp` backend, without a shell on the other side.
extension Client {
    /// It has no resume.
    ///
    /// From 1.63 on it writes to `NAME.HASH.partial` and renames; before, to the name itself.
    static let rclone = Client(
        "rclone", program: "rclone", version: ["version"],
        [
            .put: { rclone($0, ["copyto", $0.local, place($0, $0.remote)]) },
            // It sends the time after every upload.
            .preserve: { rclone($0, ["copyto", "--metadata", $0.local, place($0, $0.remote)]) },
            .rename: { rclone($0, ["moveto", place($0, $0.remote), place($0, $0.newRemote)]) },
        ])

    private static func rclone(_ job: ClientJob, _ arguments: [String]) -> Call {
        let manners = ["--config", "/dev/null", "--retries", "1", "--low-level-retries", "1", "--contimeout", "10s"]
        return Call(program: "rclone", arguments: manners + arguments)
    }

    private static func place(_ job: ClientJob, _ path: String) -> String {
        ":sftp,host=127.0.0.1,port=\(job.port),user=\(job.account),key_file=\(job.key),shell_type=none,"
            + "md5sum_command=none,sha1sum_command=none:\(path)"
    }
}
