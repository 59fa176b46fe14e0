import Foundation
import Records
import Support
import TestSupport
import Testing

/// Looks for nominative layouts in `bytes`.
func fuzzNominative(_ bytes: [UInt8]) { _ = NominativeScan.layout(of: bytes.span) }

/// Files of nominative layouts, and of others that look a little like them; every number in them is made up.
@Suite struct NominativeScanTests {
    private static let folder = "Tests/RecordsTests/Vectors/nominative"
    private static let vectors = Checkout.files(below: folder, suffix: "")

    private func layout(_ bytes: [UInt8]) -> String? { NominativeScan.layout(of: bytes.span)?.name }

    @Test(arguments: vectors) func `knows the layout by its lines, and nothing else for it`(_ path: String) throws {
        let found = layout(try Checkout.read(path))
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let expected = name.hasPrefix("vidhosp") ? "VID-HOSP" : name.hasPrefix("rss") ? "RSS" : nil
        #expect(found == expected, "\(name)")
    }

    @Test func `has vectors of every layout and of files that are none`() {
        #expect(Self.vectors.filter { $0.contains("/vidhosp") }.count >= 4)
        #expect(Self.vectors.filter { $0.contains("/rss") }.count >= 4)
        #expect(Self.vectors.filter { $0.contains("/legitimate") }.count >= 5)
    }

    @Test func `one character of a single line decides`() throws {
        let line = try Checkout.read(Self.folder + "/vidhosp-one.txt")
        // The day of birth, sex, version, establishment.
        for place in [19, 21, 27, 48, 49, 52, 60] {
            var other = line
            other[place] = UInt8(ascii: "X")
            #expect(layout(other) == nil, "\(place)")
        }
        // Where the length says nothing, the number and its key.
        let short = Array(line.prefix(400))
        #expect(layout(short) == "VID-HOSP")
        for place in [0, 5, 13, 14] {
            var other = short
            other[place] = UInt8(ascii: "X")
            #expect(layout(other) == nil, "\(place)")
        }
        let grouped = try Checkout.read(Self.folder + "/rss-grouped-one.txt")
        for place in [9, 11, 24, 26, 15, 77, 85, 92, 102, 133] {
            var other = grouped
            other[place] = UInt8(ascii: "X")
            #expect(layout(other) == nil, "\(place)")
        }
    }

    @Test func `finds a line behind a byte order mark and in the last lines of the window`() throws {
        let line = try Checkout.read(Self.folder + "/vidhosp-one.txt")
        #expect(layout([0xef, 0xbb, 0xbf] + line) == "VID-HOSP")
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 99) + [10]
        let before = (0..<600).flatMap { _ in filler }
        #expect(layout(before + line) == "VID-HOSP")
        #expect(layout([UInt8](repeating: 10, count: NominativeScan.window) + line) == nil, "behind the window")
        #expect(layout([]) == nil)
    }

    @Test func `no file of random lines is taken for one`() {
        var generator = SeededGenerator(20_261_123)
        let marks = Array("0123456789 V;ABx".utf8)
        for _ in 0..<300 {
            let bytes = (0..<4096).map { index in
                index % 480 == 479 ? 10 : marks[Int.random(in: 0..<marks.count, using: &generator)]
            }
            #expect(layout(bytes) == nil)
        }
    }

    @Test func `survives any bytes`() throws {
        fuzz(try Self.vectors.map { try Checkout.read($0) }, seed: 20_261_124, count: 1500) { fuzzNominative($0) }
    }
}
