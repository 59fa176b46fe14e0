internal import Support

/// Makes UTF-8 of a document in the encoding of its convention, after a look at the encoding that it declares.
///
/// libxml2 gets UTF-8 alone, so that the four encodings mean the same here as in every other format.
struct XMLInput {
    /// Bytes in which the XML declaration must end.
    private static let declarationBytes = 512
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let wideMarks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF], [0x3C, 0x00], [0x00, 0x3C]]

    private let encoding: TextEncoding
    private let characters: CharacterTable?
    /// The head of the file while it is looked at; then what ends a piece inside a character.
    private var pending: [UInt8] = []
    private var isPastHead = false
    private var line = 1
    /// The last piece had control characters U+0080 to U+009F of a single-byte encoding.
    private(set) var holdsC1 = false

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        characters = CharacterTable(encoding)
    }

    /// The next piece as UTF-8, in whole characters.
    mutating func push(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [UInt8] {
        if !isPastHead {
            for index in chunk.indices { pending.append(chunk[index]) }
            guard pending.count >= XMLInput.declarationBytes else { return [] }
            return try takeHead()
        }
        return try text(chunk)
    }

    /// What is left at the end of the file.
    mutating func finish() throws(RecordsFaults) -> [UInt8] {
        var result: [UInt8] = []
        if !isPastHead {
            if pending.isEmpty { throw RecordsFaults(RecordsFault("file.empty")) }
            result = try takeHead()
        }
        if !pending.isEmpty { throw notText() }
        return result
    }

    private mutating func takeHead() throws(RecordsFaults) -> [UInt8] {
        isPastHead = true
        if XMLInput.wideMarks.contains(where: { pending.starts(with: $0) }) {
            throw RecordsFaults(RecordsFault("file.utf16", ["encoding": encoding.rawValue]))
        }
        let hasMark = pending.starts(with: XMLInput.byteOrderMark)
        if hasMark { pending.removeFirst(3) }
        let declared = XMLInput.declared(pending)
        let isRight = declared.map { $0 == encoding.rawValue.lowercased() || $0 == "us-ascii" } ?? (encoding == .utf8)
        guard isRight, !hasMark || encoding == .utf8 else {
            throw RecordsFaults(RecordsFault("xml.encoding", ["encoding": encoding.rawValue]))
        }
        let head = pending
        pending = []
        return try text(head.span)
    }

    private mutating func text(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [UInt8] {
        if let characters {
            let (text, holdsC1) = characters.utf8(chunk)
            self.holdsC1 = holdsC1
            return text
        }
        var bytes = pending
        pending = []
        unsafe chunk.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        let end = XMLInput.wholeCharacters(bytes)
        pending = Array(bytes[end...])
        bytes.removeLast(bytes.count - end)
        if !TextEncodings.isUTF8(bytes.span) {
            pending = bytes
            throw notText()
        }
        line += ByteSearch.count(bytes.span, UInt8(ascii: "\n"))
        return bytes
    }

    /// Where the last whole character ends.
    private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
        for back in 1..<4 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? bytes.count - back : bytes.count
        }
        return bytes.count
    }

    /// The fault of the first line of `pending` that is no UTF-8.
    private func notText() -> RecordsFaults {
        var wrong = line
        for part in pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if !TextEncodings.isUTF8(Array(part).span) { break }
            wrong += 1
        }
        return RecordsFaults(
            RecordsFault("xml.not-in-encoding", ["line": "\(wrong)", "encoding": encoding.rawValue]))
    }

    /// The encoding in the XML declaration (XML 1.0 §4.3.3) in lower case; nil where there is none.
    private static func declared(_ head: [UInt8]) -> String? {
        guard head.starts(with: Array("<?xml".utf8)), let end = head.firstIndex(of: UInt8(ascii: ">")) else {
            return nil
        }
        let words = String(decoding: head[..<end], as: UTF8.self)
            .split { $0 == "=" || $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "?" }
        guard let place = words.firstIndex(of: "encoding"), place + 1 < words.count else { return nil }
        return words[place + 1].lowercased()
    }
}
