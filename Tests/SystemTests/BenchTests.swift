import Support
import TestSupport
import Testing

@Suite struct BenchTests {
    private static let tools = ["age", "sftp", "ssh-keygen", "sshd"]
    private static let isReady = EcluseBinary.path != nil && tools.allSatisfy { Tool.find($0) != nil }

    private func bench(_ words: [String]) throws -> ToolResult {
        let work = try TemporaryDirectory()
        let path = try #require(EcluseBinary.path)
        let result = try Tool.run(
            path,
            ["bench"] + words + [
                "--work", work.path + "/work", "--convention", Checkout.root + "/Tests/Bench/rpu-bench",
            ],
            timeout: 120)
        #expect(result.status == 0, "\(result.errors)")
        return result
    }

    @Test(.enabled(if: isReady)) func `bench ingest prints our figures where no peer is given`() throws {
        let output = try bench(["ingest", "--rows", "2000", "--runs", "1", "--oppositions", "20"]).output
        #expect(output.contains("no peer could be run"))
        #expect(output.contains("rows/s") && output.contains("peak memory"))
    }

    @Test(.enabled(if: EcluseBinary.path != nil && PythonReaders.areInstalled, "needs the readers of .build/venv"))
    func `bench formats reads each format beside another reader`() throws {
        let work = try TemporaryDirectory()
        let result = try Tool.run(
            try #require(EcluseBinary.path),
            [
                "bench", "formats", "--size", "1", "--runs", "1", "--work", work.path + "/work", "--convention",
                Checkout.root + "/Tests/SystemTests/Vectors/formats", "--python", PythonReaders.python,
            ], timeout: 120)
        #expect(result.status == 0, "\(result.errors)")
        for name in ["JSON lines", "fixed width", "XML"] { #expect(result.output.contains(name)) }
        for peer in ["polars read_ndjson", "duckdb read_json", "duckdb substring"] {
            #expect(result.output.contains(peer), "\(result.output)")
        }
    }

    @Test(.enabled(if: isReady)) func `bench latency waits for the outcome of each drop`() throws {
        let output = try bench(["latency", "--drops", "3", "--rows", "50", "--oppositions", "20", "--json"]).output
        #expect(output.contains(#""medianMilliseconds""#))
    }

    @Test(.enabled(if: isReady)) func `bench upload measures us beside sshd`() throws {
        let output = try bench(["upload", "--size", "1", "--runs", "1", "--cipher", "aes256-gcm@openssh.com"]).output
        #expect(output.contains("ECLUSE / OPENSSH"))
        #expect(output.contains("aes256-gcm@openssh.com"))
    }

    @Test(.enabled(if: isReady), arguments: [["--round-trip", "4"], ["--parallel", "3"]])
    func `bench upload measures a long link and several clients`(mode: [String]) throws {
        let output = try bench(["upload", "--size", "1", "--runs", "2", "--json"] + mode).output
        let value = try JSONParser.parse(json(output))
        #expect(value["roundTripMilliseconds"]?.integer == (mode[0] == "--round-trip" ? 4 : 0))
        #expect(value["clients"]?.integer == (mode[0] == "--parallel" ? 3 : 1))
        let cipher = try #require(value["ciphers"]?.array?.first)
        for side in ["ourSeconds", "theirSeconds"] { #expect(cipher[side]?.array?.count == 2) }
    }

    @Test(.enabled(if: isReady)) func `bench upload tells the memory of each process of a session`() throws {
        let output = try bench(["upload", "--size", "8", "--runs", "1", "--memory"]).output
        for process in ["receive (listener)", "receive-connection", "receive-files"] {
            #expect(output.contains(process), "\(output)")
        }
    }

    @Test(.enabled(if: isReady && PythonReaders.areInstalled, "needs the readers of .build/venv"))
    func `bench upload holds idle sessions beside an upload`() throws {
        let output = try bench([
            "upload", "--size", "1", "--idle", "5", "--python", PythonReaders.python, "--json",
        ]).output
        let value = try JSONParser.parse(json(output))
        let processes = try #require(value["processes"]?.array)
        let files = processes.first { $0["process"]?.string == "receive-files" }
        #expect(files?["processes"]?.integer == 5)
    }

    /// What follows the lines about preparations.
    private func json(_ output: String) throws -> [UInt8] {
        Array(output[try #require(output.firstIndex(of: "{"))...].utf8)
    }

    @Test(.enabled(if: isReady)) func `the relay of a long link hands on every byte`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try #require(EcluseBinary.path)
        let relay = try RunningTool(path, ["bench-delay", "--to", String(gateway.port), "--milliseconds", "3"])
        try #require(relay.waits(for: "listening on 127.0.0.1:"))
        let digits = relay.output.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
        var generator = SeededGenerator(3)
        let bytes = (0..<3_000_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let file = try gateway.desk.write("long", bytes)
        let options = gateway.options.dropLast() + [String(digits)]
        let batch = try gateway.desk.write("batch", Array("put \(file) /inbox/long.csv.age\n".utf8))
        let sent = try Tool.run(
            "sftp", Array(options) + ["-b", batch, "\(Gateway.sidep)@127.0.0.1"], timeout: 60)
        #expect(sent.status == 0, "\(sent.errors)")
        let payload = try #require(
            gateway.folder.allFiles().first { $0.contains("/inbox/") && $0.hasSuffix("/payload") })
        #expect(try gateway.folder.read(payload) == bytes)
    }
}
