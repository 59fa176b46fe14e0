import Foundation
import TestSupport
import Testing

/// A line that breaks: once a number of bytes has gone to the gateway, every connection through it is gone.
final class CuttingProxy {
    let port: Int
    private let tool: RunningTool

    /// A line to `port` that carries `bytes`.
    init(to port: Int, after bytes: Int) throws {
        let script = Checkout.root + "/Tests/SystemTests/Clients/Scripts/cut.py"
        tool = try RunningTool("python3", [script, String(port), String(bytes)])
        try #require(tool.waits(for: "\n"), "the proxy did not start: \(tool.errors)")
        self.port = try #require(Int(tool.output.trimmingCharacters(in: .newlines)))
    }

    /// Whether it has broken.
    func hasCut() throws -> Bool { try tool.wait(seconds: 30).status == 0 }
}
