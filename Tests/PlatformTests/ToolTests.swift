import Platform
import TestSupport
import Testing

/// The helpers that every other test leans on.
@Suite struct ToolTests {
    @Test func `runs a program with input, variables and a directory`() throws {
        let folder = try TemporaryDirectory()
        let result = try Tool.run(
            "sh", ["-c", "cat; echo $WORD >&2; pwd; exit 3"], stdin: Array("in\n".utf8), environment: ["WORD": "out"],
            directory: folder.path)
        #expect(result.status == 3)
        #expect(result.output == "in\n\(folder.path)\n")
        #expect(result.errors == "out\n")
    }

    @Test func `takes more output than a pipe holds and input that nobody reads`() throws {
        let result = try Tool.run(
            "sh", ["-c", "head -c 1000000 /dev/zero"], stdin: [UInt8](repeating: 0, count: 1_000_000))
        #expect(result.stdout.count == 1_000_000)
    }

    @Test func `ends a program that takes too long, and says so`() {
        #expect(throws: ToolFailure.self) { try Tool.run("cat", ["/dev/zero"], timeout: 0.2) }
        #expect(throws: ToolFailure.self) { try Tool.run("no-such-program") }
    }

    @Test func `waits for a word of a running program and for its end by a signal`() throws {
        let tool = try RunningTool("sh", ["-c", "echo ready; exec tail -f /dev/null"])
        #expect(tool.waits(for: "ready"))
        #expect(tool.isRunning)
        tool.send(15)
        #expect(try tool.wait().status == 128 + 15)
        #expect(!tool.waits(for: "never"))
    }

    @Test func `wakes up when a file appears`() throws {
        let folder = try TemporaryDirectory()
        let tool = try RunningTool(
            "sh", ["-c", "read x; echo done > result"], stdin: Array("go\n".utf8), directory: folder.path)
        #expect(try wait(watching: [folder.path]) { try folder.allFiles() == ["result"] && tool.wait().status == 0 })
        #expect(!wait(seconds: 0.05) { false })
    }

    @Test func `a temporary directory goes with its owner`() throws {
        var folder: TemporaryDirectory? = try TemporaryDirectory()
        let path = try folder?.write("a/b", "x") ?? ""
        #expect(folder?.allFiles() == ["a/b"])
        folder = nil
        #expect(try Tool.run("test", ["-e", path]).status == 1 && path != "")
    }

    @Test func `reads a vector file`() {
        let vector = VectorFile(name: "v", Array("expect: success\nidentity: A\nidentity: B\n\nbody\nmore".utf8))
        #expect(vector?["expect"] == "success")
        #expect(vector?.fields["identity"] == ["A", "B"])
        #expect(vector?.body == Array("body\nmore".utf8))
        #expect(VectorFile(name: "v", Array("no head".utf8)) == nil)
    }

    @Test func `the same seed gives the same variants`() {
        var (first, second) = (Mutator(3), Mutator(3))
        let bytes = Array("hello, world".utf8)
        let variants = (0..<50).map { _ in first.mutate(bytes) }
        #expect(variants == (0..<50).map { _ in second.mutate(bytes) })
        #expect(Set(variants).count > 40)
    }
}
