import Foundation
import Support
import TestSupport
import Testing

/// Hospital files that hold identities, sent under a name of the convention: in the place of a table, compressed, in an archive.
@Suite(.serialized) struct NominativeTests {
    private static func vector(_ name: String) throws -> [UInt8] {
        try Checkout.read("Tests/RecordsTests/Vectors/nominative/" + name)
    }

    /// Sends `content` to a gateway of the convention in `folder` and expects it set aside, with nothing published and nothing said of
    /// what is in it.
    private func expectQuarantine(_ folder: String, _ content: [UInt8], _ name: String) throws {
        let gateway = try Gateway(conventions: [folder])
        try gateway.start(["receive"])
        try gateway.put(try gateway.seal(content, name))
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: name)
        #expect(receipt.state == "quarantined" && receipt.reasons == ["drop.nominative-layout"], "\(receipt.text)")
        try gateway.expectNothingPublished()
        #expect(gateway.dataFiles() == [])
        let list = try gateway.json(["drops", "list"])["drops"]?.array ?? []
        #expect(list.first?["state"]?.string == "quarantined")
        for value in ["2850599999", "FICTIF"] {
            let text = try gateway.folder.allFiles().filter { !$0.hasSuffix(".sealed") }.contains { path in
                String(decoding: try gateway.folder.read(path), as: UTF8.self).contains(value)
            }
            #expect(!text, "a value of the file is on the disk")
        }
    }

    @Test func `in the place of a CSV table`() throws {
        try expectQuarantine(
            Checkout.root + "/Conventions/sidep", try Self.vector("vidhosp-one.txt"), "SIDEP_20261121.csv.age")
    }

    @Test func `compressed`() throws {
        let place = try TemporaryDirectory()
        let content = try PackedSidep.pack(try Self.vector("rss-grouped.txt"), [], "gzip -c tests.csv")
        try expectQuarantine(try PackedSidep.compressed("gzip", in: place), content, "SIDEP_1.csv.gz.age")
    }

    @Test func `in an archive, behind a file that is right`() throws {
        let place = try TemporaryDirectory()
        let zip = try #require(PackedSidep.commands["zip"])
        let content = try PackedSidep.pack(Sidep.day(5), try Self.vector("vidhosp-no-number.txt"), zip)
        try expectQuarantine(try PackedSidep.archive("zip", in: place), content, "LOT_1.zip.age")
    }
}
