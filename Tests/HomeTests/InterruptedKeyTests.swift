import Convention
import Envelope
import Foundation
import Home
import Support
import Testing

@Suite struct InterruptedKeyTests {
    /// A convention that takes every format.
    private func convention(_ temporary: TemporaryHome) throws -> String {
        let folder = try temporary.convention("sidep")
        let file = URL(filePath: folder + "/convention.json")
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        object["drops"] = ["envelopes": ["age", "cms", "openpgp"]]
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        return folder
    }

    @Test func `a pair whose secret was not written is made again, and not published before`() throws {
        let temporary = try TemporaryHome(["conventions.allowUnsigned": true])
        let home = try temporary.home()
        let folder = try convention(temporary)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try home.addConvention(folder, clock: TemporaryHome.now)
        let first = try home.keys.identity(home.configuration)
        let certificate = try #require(first.certificate)
        let key = try #require(first.openPGPKey)
        let keys = home.layout.envelopeKeys
        for name in try FileManager.default.contentsOfDirectory(atPath: keys)
        where name.hasSuffix(".cmskey") || name.hasSuffix(".pgpkey") {
            try FileManager.default.removeItem(atPath: keys + "/" + name)
        }
        let interrupted = try home.keys.identity(home.configuration)
        #expect(interrupted.certificate == nil && interrupted.openPGPKey == nil)

        _ = try home.addConvention(folder, clock: TemporaryHome.now)
        let second = try home.keys.identity(home.configuration)
        #expect(second.certificate != nil && second.certificate != certificate)
        #expect(second.openPGPKey != nil && second.openPGPKey != key)
        let opened = try home.keys.envelope()
        #expect(opened.cms.count == 1 && opened.openPGP.count == 1)
    }
}
