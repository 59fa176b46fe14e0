package import Support

/// The bytes inside an armor, as a stream.
///
/// Base64 is canonical and padded, all lines but the last have one length, and lines end in LF or CRLF; what else differs between
/// formats, ``ArmorFormat`` says.
@safe
package final class ArmorReader: ByteSource {
    private enum State { case before, inside, ended }

    /// Lines decoded at a time.
    private static let batch = 512
    private static let padding = UInt8(ascii: "=")

    private let source: LookaheadSource
    private let format: ArmorFormat
    /// Characters of a full line, once there was one.
    private var columns: Int?
    private var state = State.before
    private var line = 0
    private var sawLastLine = false
    private var checksum = OpenPGPArmor.Checksum()
    private var decoded: [UInt8] = []
    private var position = 0
    private var failure: (any Error)?

    /// Reads the age armor in `source`.
    package convenience init(source: any ByteSource) { self.init(LookaheadSource(source), .age) }

    /// Reads the armor in `source`.
    init(_ source: LookaheadSource, _ format: ArmorFormat) {
        self.source = source
        self.format = format
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure, position == decoded.count { throw failure }
        do {
            if state == .before { try begin() }
            while position == decoded.count, state == .inside { try decodeBatch() }
        } catch {
            failure = error
            throw error
        }
        let count = min(buffer.count, decoded.count - position)
        unsafe decoded.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[position..<(position + count)]))
        }
        position += count
        return count
    }

    /// White space, the BEGIN line, and header lines.
    private func begin() throws {
        var skipped = 0
        while format.takesSpaceBefore, let byte = try source.peek(1).first, AgeArmor.isWhitespace(byte) {
            skipped += try source.rest(limit: 1).count
            guard skipped <= ArmorFormat.maximumSpace else { throw malformed }
        }
        guard let first = try nextLine() else { throw truncated }
        guard first == format.begin else { throw malformed }
        if let headers = format.headers { try skip(headers) }
        state = .inside
    }

    /// Header lines, and the empty line that ends them.
    private func skip(_ headers: ArmorFormat.Headers) throws {
        for _ in 0...headers.maximumCount {
            guard let header = try nextLine(limit: headers.maximumBytes) else { throw truncated }
            if header.isEmpty { return }
            guard headers.names.contains(where: { header.starts(with: $0) }) else { throw malformed }
        }
        throw malformed
    }

    /// Decodes up to ``batch`` lines; the END line ends the stream.
    private func decodeBatch() throws {
        var text: [UInt8] = []
        var check: [UInt8]?
        var isEnd = false
        for _ in 0..<ArmorReader.batch {
            guard let characters = try nextLine() else { throw truncated }
            if characters == format.end {
                isEnd = true
                break
            }
            guard check == nil, !characters.isEmpty else { throw malformed }
            if format.takesChecksum, characters.count == 5, characters[0] == ArmorReader.padding {
                check = Array(characters.dropFirst())
                continue
            }
            try accept(characters)
            text += characters
        }
        guard let bytes = Base64.decode(text) else { throw malformed }
        if format.takesChecksum { checksum.add(bytes) }
        decoded = bytes
        position = 0
        if let check {
            // The END line follows, if not in this batch, then now.
            if !isEnd { isEnd = try nextLine() == format.end }
            guard isEnd, Base64.decode(check) == checksum.bytes else { throw malformed }
        }
        if isEnd { try finish() }
    }

    /// All lines but the last have the length that the first decides on.
    private func accept(_ characters: [UInt8]) throws {
        guard !sawLastLine, let columns = columns ?? format.columns.first(where: { characters.count <= $0 }),
            characters.count <= columns
        else { throw malformed }
        self.columns = columns
        sawLastLine = characters.count < columns || characters.last == ArmorReader.padding
    }

    /// Nothing but white space follows the END line.
    private func finish() throws {
        let rest = try source.rest(limit: ArmorFormat.maximumSpace + 1)
        guard rest.count <= ArmorFormat.maximumSpace, rest.allSatisfy(format.after.contains) else { throw malformed }
        state = .ended
    }

    /// The next line without its end; nil where the text ends inside what could still become a line.
    private func nextLine(limit: Int? = nil) throws -> [UInt8]? {
        line += 1
        let limit = limit ?? format.longestLine + 1
        var characters: [UInt8]
        switch try source.line(limit: limit) {
        case .tooLong: throw malformed
        case .ended:
            characters = try source.rest(limit: limit)
            // The last line may lack its end; anything else that does was cut.
            return characters == format.end ? characters : nil
        case .line(let whole): characters = whole
        }
        if characters.last == UInt8(ascii: "\r") { characters.removeLast() }
        return characters
    }

    private var malformed: EnvelopeFault { .armorMalformed(line: line) }
    private var truncated: EnvelopeFault { .truncated(bytes: source.consumed) }
}
