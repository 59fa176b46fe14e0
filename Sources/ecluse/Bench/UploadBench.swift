internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Spool
internal import Support

/// `ecluse bench upload`.
struct UploadBench {
    private let invocation: Invocation
    private let size: Int
    private let runs: Int
    private let ciphers: [String]

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        size = try invocation.integer("size", in: 1...65_536, default: 1024)
        runs = try invocation.integer("runs", in: 1...1000, default: 5)
        let named = invocation.all("cipher")
        ciphers = named.isEmpty ? ["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"] : named
    }

    func run() throws -> ExitStatus {
        let workbench = try Workbench(invocation)
        defer { workbench.close() }
        let home = try workbench.freshHome(try workbench.template(oppositions: 0), "upload")
        let file = try makeFile(workbench)
        let receiver = try workbench.ecluse(log: "receiver")
        let ours = try receiver.start(["receive", "--home", home.root])
        defer { stop(ours) }
        var mine = SFTPClient(
            workbench: workbench, user: Workbench.account, port: try SFTPClient.port(of: receiver), cipher: nil)
        try mine.waitForServer()
        let peer = try OpenSSHServer(workbench)
        defer { peer.stop() }
        var theirs = SFTPClient(workbench: workbench, user: peer.user, port: peer.port, cipher: nil)
        try theirs.waitForServer()

        var results: [(cipher: String, ours: [Double], theirs: [Double])] = []
        for cipher in ciphers {
            (mine.cipher, theirs.cipher) = (cipher, cipher)
            var result = (cipher: cipher, ours: [Double](), theirs: [Double]())
            for run in 1...runs {
                sync()
                result.ours.append(try mine.run("put -f \(file) /inbox/RPU_\(run).csv.age\n").seconds)
                try empty(home)
                sync()
                result.theirs.append(try theirs.run("put -f \(file) \(peer.sink)/\(run)\n").seconds)
                try workbench.tool("rm").run(["-f", "\(peer.sink)/\(run)"])
            }
            results.append(result)
        }
        report(results)
        return .success
    }

    /// Removes what was handed over, so that the disk does not fill.
    private func empty(_ home: HomeLayout) throws {
        let inbox = SpoolInbox(spool: home.spool)
        for drop in try inbox.drops(account: Workbench.account) { try inbox.remove(account: drop.account, id: drop.id) }
    }

    /// A file of noise: nothing on the way can make it shorter.
    private func makeFile(_ workbench: Workbench) throws -> String {
        let name = "noise-\(size)"
        if !workbench.exists(name) {
            workbench.output.line("making \(size) MiB of noise")
            try workbench.tool("dd").run([
                "if=/dev/urandom", "of=" + workbench.path(name), "bs=1M", "count=\(size)", "status=none",
            ])
        }
        return workbench.path(name)
    }

    private func report(_ results: [(cipher: String, ours: [Double], theirs: [Double])]) {
        let bytes = Double(size) * 1_048_576
        if invocation.wantsJSON {
            let list = results.map { result in
                JSONValue.object([
                    ("cipher", .text(result.cipher)), ("ourMedianSeconds", .decimal(Figures(result.ours).median)),
                    ("theirMedianSeconds", .decimal(Figures(result.theirs).median)),
                    ("ratio", .decimal(Figures(result.theirs).median / Figures(result.ours).median)),
                ])
            }
            let value = JSONValue.object([
                ("mebibytes", .count(size)), ("runs", .count(runs)), ("ciphers", .list(list)),
            ])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        var table = TextTable("CIPHER", ">ECLUSE MB/s", ">OPENSSH MB/s", ">ECLUSE / OPENSSH")
        for result in results {
            let (ours, theirs) = (Figures(result.ours).median, Figures(result.theirs).median)
            table.add(
                result.cipher, decimal(bytes / ours / 1_000_000, 0), decimal(bytes / theirs / 1_000_000, 0),
                decimal(theirs / ours))
        }
        table.write(to: invocation.output)
        invocation.output.line(
            "medians of \(runs) uploads of \(size) MiB by the same client, whole process, forced to the disk (put -f)")
    }
}

/// Ends `child` and waits for it.
func stop(_ child: ChildProcess) {
    child.terminate()
    _ = try? child.wait()
}
