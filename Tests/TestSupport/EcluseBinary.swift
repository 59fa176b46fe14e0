internal import Foundation

/// The program under test.
package enum EcluseBinary {
    /// The `ecluse` that was built together with the running tests; nil where only the tests were built.
    package static let path: String? = {
        let arguments = CommandLine.arguments
        let bundle = arguments.firstIndex(of: "--test-bundle-path").flatMap { arguments.dropFirst($0 + 1).first }
        let configuration = isDebug ? "debug" : "release"
        let folders =
            [bundle, arguments.first].compactMap { $0 }
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } + [
                Checkout.root + "/.build/" + configuration
            ]
        return folders.map { $0 + "/ecluse" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    private static var isDebug: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }
}
