import Foundation
import TestSupport
import Testing

/// `ecluse demo`, as whoever tries Écluse for the first time runs it.
@Suite(.serialized) struct DemoTests {
    private static let hasTools = ["age", "sftp", "ssh-keygen"].allSatisfy { Tool.find($0) != nil }
    private static let absence: Comment = "no age, sftp or ssh-keygen here"

    /// Runs the demonstration with a temporary folder of its own, and gives what is left in that folder.
    private func demo(_ arguments: [String], in folder: TemporaryDirectory) throws -> RunningTool {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        return try RunningTool(
            binary, ["demo"] + arguments,
            environment: ["TMPDIR": folder.path, "ECLUSE_ROOT": Checkout.root, "SWIFT_BACKTRACE": "enable=no"])
    }

    @Test(.enabled(if: DemoTests.hasTools, DemoTests.absence))
    func `every verdict of the demonstration is the one expected, and nothing is left behind`() throws {
        let folder = try TemporaryDirectory()
        let result = try demo(["--rows", "2000"], in: folder).wait(seconds: 240)
        #expect(result.status == 0, "\(result.output.suffix(4000)) \(result.errors)")
        let verdicts = [
            "ingested", "partial", "rejected (drop.over-tolerance)", "quarantined (treatment.forbidden)", "discarded",
            "rejected (envelope.truncated)", "rejected (envelope.altered)", "duplicate (drop.duplicate)",
        ]
        let table = try #require(result.output.components(separatedBy: "── What happened").last)
        for verdict in verdicts { #expect(table.contains(verdict), "\(verdict) is missing in \(table)") }
        #expect(table.contains("every verdict is the one expected"))
        #expect(!result.output.contains("✘"))
        #expect(!result.output.contains("\u{1b}"), "no colours where there is no terminal")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(.enabled(if: DemoTests.hasTools, DemoTests.absence))
    func `an interrupted demonstration stops the gateway and removes its home`() throws {
        let folder = try TemporaryDirectory()
        let tool = try demo(["--rows", "1000000"], in: folder)
        try #require(tool.waits(for: "ecluse synth", seconds: 60), "\(tool.output) \(tool.errors)")
        tool.send(SIGINT)
        let result = try tool.wait(seconds: 60)
        #expect(result.status == 1)
        #expect(result.errors.contains("demo.interrupted"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        // The output's pipe is closed, so no child that shared it lives; the roles write into a pipe of the demonstration.
        #expect(try Tool.run("ps", ["-eo", "args"]).output.contains(folder.path) == false)
    }

    @Test(.enabled(if: DemoTests.hasTools, DemoTests.absence))
    func `a demonstration that is kept says how to connect, and leaves its home when it is stopped`() throws {
        let folder = try TemporaryDirectory()
        let tool = try demo(["--rows", "1000", "--keep"], in: folder)
        try #require(tool.waits(for: "ecluse drops list --home", seconds: 240), "\(tool.output) \(tool.errors)")
        let line = try #require(
            tool.output.split(separator: "\n").first { $0.contains("$ sftp -F /") && $0.hasSuffix(" sidep") })
        let words = line.split(separator: " ").drop { $0 != "-F" }.map(String.init)
        let listing = try Tool.run("sftp", ["-b", "-"] + words, stdin: Array("ls /\n".utf8))
        #expect(listing.status == 0 && listing.output.contains("inbox"), "\(listing.errors)")
        tool.send(SIGTERM)
        let result = try tool.wait(seconds: 60)
        #expect(result.status == 0, "\(result.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let home = folder.path + "/" + (left.first ?? "") + "/home"
        #expect(result.output.contains(home))
        #expect(FileManager.default.fileExists(atPath: home + "/ecluse.json5"))
    }
}
