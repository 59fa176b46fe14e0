internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Spool

/// Our receiver and OpenSSH's server side by side, each behind a long link where one is asked for, and a file to send to them.
final class UploadField {
    enum Side { case ours, theirs }

    let workbench: Workbench
    let size: Int
    let receiver: ChildProcess
    let peer: OpenSSHServer
    private let home: HomeLayout
    private let file: String
    private let mine: SFTPClient
    private let theirs: SFTPClient
    private var proxies: [ChildProcess] = []

    /// Starts both; `roundTrip` is in milliseconds, 0 for none.
    init(_ workbench: Workbench, size: Int, roundTrip: Int = 0) throws {
        self.workbench = workbench
        self.size = size
        home = try workbench.freshHome(try workbench.template(oppositions: 0), "upload")
        file = try UploadField.makeFile(workbench, size)
        let tool = try workbench.ecluse(log: "receiver")
        receiver = try tool.start(["receive", "--home", home.root])
        var ports = [try SFTPClient.port(of: tool)]
        peer = try OpenSSHServer(workbench)
        ports.append(peer.port)
        if roundTrip > 0 {
            for (index, port) in ports.enumerated() {
                let relay = try workbench.ecluse(log: "relay-\(index)")
                // Half a millisecond at most is lost in an odd number of them.
                proxies.append(
                    try relay.start(["bench-delay", "--to", String(port), "--milliseconds", String(roundTrip / 2)]))
                ports[index] = try SFTPClient.port(of: relay)
            }
        }
        mine = SFTPClient(workbench: workbench, user: Workbench.account, port: ports[0], cipher: nil)
        theirs = SFTPClient(workbench: workbench, user: peer.user, port: ports[1], cipher: nil)
        do {
            try mine.waitForServer()
            try theirs.waitForServer()
        } catch {
            stop()
            throw error
        }
    }

    func stop() {
        for child in proxies + [receiver] { ecluse.stop(child) }
        peer.stop()
    }

    /// Port of our receiver, or of its relay.
    var port: UInt16 { mine.port }

    /// The process whose family serves `side`.
    func server(_ side: Side) -> ChildProcess { side == .ours ? receiver : peer.process }

    /// Seconds until the last of `clients` that start at once has sent the file and ended.
    func upload(
        to side: Side, cipher: String?, run: Int, clients: Int = 1, meanwhile: (() throws -> Void)? = nil
    ) throws -> Double {
        var client = side == .ours ? mine : theirs
        client.cipher = cipher
        let folder = side == .ours ? "/inbox/RPU_" : peer.sink + "/"
        sync()
        let begin = Monotonic.now()
        let children = try (0..<clients).map { number in
            try client.start("put -f \(file) \(folder)\(run)_\(number).csv.age\n", name: "client-\(number)")
        }
        try meanwhile?()
        for child in children {
            guard try child.wait() == .exited(0) else {
                throw BenchFault.failed("sftp", log: workbench.path("client-0.log"))
            }
        }
        let seconds = begin.seconds(until: .now())
        try empty()
        return seconds
    }

    /// Removes what has arrived, so that the disk does not fill.
    private func empty() throws {
        let inbox = SpoolInbox(spool: home.spool)
        for drop in try inbox.drops(account: Workbench.account) { try inbox.remove(account: drop.account, id: drop.id) }
        let sink = try Directory(peer.sink)
        for name in try sink.names() { try sink.remove(name) }
    }

    /// A file of noise: nothing on the way can make it shorter.
    private static func makeFile(_ workbench: Workbench, _ size: Int) throws -> String {
        let name = "noise-\(size)"
        if !workbench.exists(name) {
            workbench.output.line("making \(size) MiB of noise")
            try workbench.tool("dd").run([
                "if=/dev/urandom", "of=" + workbench.path(name), "bs=1M", "count=\(size)", "status=none",
            ])
        }
        return workbench.path(name)
    }
}
