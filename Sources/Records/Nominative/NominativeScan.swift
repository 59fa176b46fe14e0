/// Looks at the beginning of a file for a layout that must never leave a hospital, before anything else is made of it.
///
/// Its cost is that of one look at the first lines of each file, whatever the file's size.
package enum NominativeScan {
    /// Bytes at the beginning of a file that are looked at: some hundred lines.
    package static let window = 64 << 10
    /// Shortest and longest line that any layout knows: others are not looked at.
    private static let lineLengths = 61...(16 << 10)
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// The layout of a file that begins with `head`: ``window`` bytes, or more, or the whole file.
    package static func layout(of head: Span<UInt8>) -> NominativeLayout? {
        let lines = lines(head)
        return NominativeLayout.all.first { layout in
            var found = 0
            for line in lines {
                let text = head.extracting(line)
                if layout.probes.allSatisfy({ $0.holds(text) }) { found += 1 }
                if found >= min(layout.lines, lines.count) { return true }
            }
            return false
        }
    }

    /// Where the lines stand that may be of a layout, without a byte order mark; the last one may be cut, and is then
    /// too short for its layout.
    private static func lines(_ head: Span<UInt8>) -> [Range<Int>] {
        let head = head.extracting(first: min(head.count, window))
        let hasMark = byteOrderMark.indices.allSatisfy { $0 < head.count && head[$0] == byteOrderMark[$0] }
        var lines: [Range<Int>] = []
        var start = hasMark ? byteOrderMark.count : 0
        func add(_ end: Int) {
            if lineLengths.contains(end - start) { lines.append(start..<end) }
        }
        for index in start..<head.count where head[index] == UInt8(ascii: "\n") || head[index] == UInt8(ascii: "\r") {
            add(index)
            start = index + 1
        }
        add(head.count)
        return lines
    }
}
