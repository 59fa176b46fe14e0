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

    @Test(.enabled(if: isReady)) func `bench latency waits for the outcome of each drop`() throws {
        let output = try bench(["latency", "--drops", "3", "--rows", "50", "--oppositions", "20", "--json"]).output
        #expect(output.contains(#""medianMilliseconds""#))
    }

    @Test(.enabled(if: isReady)) func `bench upload measures us beside sshd`() throws {
        let output = try bench(["upload", "--size", "1", "--runs", "1", "--cipher", "aes256-gcm@openssh.com"]).output
        #expect(output.contains("ECLUSE / OPENSSH"))
        #expect(output.contains("aes256-gcm@openssh.com"))
    }
}
