internal import Commands
internal import Crypto
internal import Platform
internal import Support

/// `ecluse bench upload`: one of its modes.
struct UploadBench {
    private let invocation: Invocation
    private let size: Int
    private let runs: Int
    private let ciphers: [String]
    private let roundTrip: Int
    private let parallel: Int
    private let idle: Int

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        roundTrip = try invocation.integer("round-trip", in: 0...10_000, default: 0)
        parallel = try invocation.integer("parallel", in: 1...64, default: 1)
        idle = try invocation.integer("idle", in: 0...5000, default: 0)
        let usual = parallel > 1 || roundTrip > 0 ? 256 : 1024
        size = try invocation.integer("size", in: 1...65_536, default: usual)
        runs = try invocation.integer("runs", in: 1...1000, default: 5)
        let named = invocation.all("cipher")
        let both = ["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"]
        ciphers = named.isEmpty ? (parallel > 1 || roundTrip > 0 ? [both[0]] : both) : named
    }

    func run() throws -> ExitStatus {
        let workbench = try Workbench(invocation)
        defer { workbench.close() }
        let field = try UploadField(workbench, size: size, roundTrip: roundTrip)
        defer { field.stop() }
        if idle > 0 { return try IdleSessions(field, count: idle).run(invocation) }
        if invocation.flag("memory") { return try MemoryBench(field, runs: runs).run(invocation) }
        let results = try ciphers.map { try race($0, field) }
        report(results)
        return .success
    }

    /// One cipher's figures, in seconds.
    private struct Race {
        let cipher: String
        var ours: [Double] = []
        var theirs: [Double] = []
        var ratio: Double { Figures(theirs).median / Figures(ours).median }
    }

    private func race(_ cipher: String, _ field: UploadField) throws -> Race {
        var race = Race(cipher: cipher)
        for run in 1...runs {
            race.ours.append(try field.upload(to: .ours, cipher: cipher, run: run, clients: parallel))
            race.theirs.append(try field.upload(to: .theirs, cipher: cipher, run: run, clients: parallel))
        }
        return race
    }

    private func report(_ races: [Race]) {
        let bytes = Double(size * parallel) * 1_048_576
        let digest = UploadBench.digestRate()
        if invocation.wantsJSON {
            let list = races.map { race in
                JSONValue.object([
                    ("cipher", .text(race.cipher)), ("ourSeconds", .list(race.ours.map(JSONValue.decimal))),
                    ("theirSeconds", .list(race.theirs.map(JSONValue.decimal))),
                    ("ourMedianSeconds", .decimal(Figures(race.ours).median)),
                    ("theirMedianSeconds", .decimal(Figures(race.theirs).median)), ("ratio", .decimal(race.ratio)),
                ])
            }
            let value = JSONValue.object([
                ("mebibytes", .count(size)), ("runs", .count(runs)), ("roundTripMilliseconds", .count(roundTrip)),
                ("clients", .count(parallel)), ("sha256MegabytesPerSecond", .decimal(digest)), ("ciphers", .list(list)),
            ])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        var table = TextTable("CIPHER", ">ECLUSE MB/s", ">OPENSSH MB/s", ">ECLUSE / OPENSSH", ">SHA-256 MB/s")
        for race in races {
            let rates = [race.ours, race.theirs].map { decimal(bytes / Figures($0).median / 1_000_000, 0) }
            table.add(race.cipher, rates[0], rates[1], decimal(race.ratio), decimal(digest, 0))
        }
        table.write(to: invocation.output)
        let link = roundTrip > 0 ? ", over a round trip of \(roundTrip) ms" : ""
        let clients = parallel > 1 ? "\(parallel) clients at once, each with " : ""
        invocation.output.line(
            "medians of \(runs) uploads: \(clients)\(size) MiB by the same client\(link), whole process, forced to the disk "
                + "(put -f)")
    }

    /// MB/s of our SHA-256 on one core, to show that it is not what limits.
    private static func digestRate() -> Double {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        guard let digest = try? SHA256() else { return 0 }
        let begin = Monotonic.now()
        for _ in 0..<digestBlocks { digest.update(block) }
        _ = digest.finish()
        return Double(digestBlocks * block.count) / begin.seconds(until: .now()) / 1_000_000
    }

    /// MiB that ``digestRate()`` works on.
    private static let digestBlocks = 128
}

/// Ends `child` and waits for it.
func stop(_ child: ChildProcess) {
    child.terminate()
    _ = try? child.wait()
}
