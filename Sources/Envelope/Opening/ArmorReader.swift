package import Support

/// The bytes inside an age armor (age-encryption.org/v1) or the PEM of another format (RFC 7468 §3), as a stream.
///
/// Lines end in LF or CRLF; all but the last have 64 characters, or what else the format's tools write; base64 is canonical and padded; white space is allowed before
/// and after, and nothing else is.
@safe
package final class ArmorReader: ByteSource {
    private enum State { case before, inside, ended }

    /// Lines decoded at a time.
    private static let batch = 512

    private let source: PullBuffer
    private let beginLine: [UInt8]
    private let endLine: [UInt8]
    /// Lengths that full lines may have, shortest first; the first line decides.
    private let columns: [Int]
    private var decidedColumns: Int?
    private var state = State.before
    private var line = 0
    private var sawLastLine = false
    private var decoded: [UInt8] = []
    private var position = 0
    private var failure: (any Error)?

    /// Reads the armor in `source`.
    package convenience init(source: any ByteSource) { self.init(PullBuffer(source)) }

    init(_ source: PullBuffer) {
        self.source = source
        (beginLine, endLine, columns) = (EnvelopeKind.armorBegin, AgeArmor.end, [AgeArmor.columns])
    }

    /// Reads PEM of `label`, whose full lines have one of these lengths.
    init(_ source: PullBuffer, label: String, columns: [Int]) {
        self.source = source
        beginLine = Array("-----BEGIN \(label)-----".utf8)
        endLine = Array("-----END \(label)-----".utf8)
        self.columns = columns
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

    private func begin() throws {
        var skipped = 0
        while let byte = try source.peek(1).first, AgeArmor.isWhitespace(byte) {
            skipped += try source.rest(limit: 1).count
            guard skipped <= AgeArmor.maximumWhitespace else { throw malformed }
        }
        guard let first = try nextLine() else { throw truncated }
        guard first == beginLine else { throw malformed }
        state = .inside
    }

    /// Decodes up to ``batch`` lines; the END line ends the stream.
    private func decodeBatch() throws {
        var text: [UInt8] = []
        var lines = 0
        while lines < ArmorReader.batch {
            guard let characters = try nextLine() else { throw truncated }
            if characters == endLine {
                try finish()
                break
            }
            guard !sawLastLine, !characters.isEmpty, let columns = columns(of: characters) else { throw malformed }
            text += characters
            lines += 1
            sawLastLine = characters.count < columns || characters.last == UInt8(ascii: "=")
        }
        guard let bytes = Base64.decode(text) else { throw malformed }
        decoded = bytes
        position = 0
    }

    /// Characters of a full line, which `line` is no longer than.
    private func columns(of line: [UInt8]) -> Int? {
        let decided = decidedColumns ?? columns.first { line.count <= $0 }
        decidedColumns = decided
        return decided.flatMap { line.count <= $0 ? $0 : nil }
    }

    private var longestLine: Int { columns.last ?? AgeArmor.columns }

    /// Only white space follows the END line.
    private func finish() throws {
        let rest = try source.rest(limit: AgeArmor.maximumWhitespace + 1)
        guard rest.count <= AgeArmor.maximumWhitespace, rest.allSatisfy(AgeArmor.isWhitespace) else { throw malformed }
        state = .ended
    }

    /// The next line without its end; nil where the text ends inside what could still become a line.
    private func nextLine() throws -> [UInt8]? {
        line += 1
        var characters: [UInt8]
        switch try source.line(limit: longestLine + 1) {
        case .tooLong: throw malformed
        case .ended:
            characters = try source.rest(limit: longestLine + 1)
            // The last line may lack its end; anything else that does was cut.
            guard characters == endLine else { return nil }
            return characters
        case .line(let whole): characters = whole
        }
        if characters.last == UInt8(ascii: "\r") { characters.removeLast() }
        return characters
    }

    private var malformed: EnvelopeFault { .armorMalformed(line: line) }
    private var truncated: EnvelopeFault { .truncated(bytes: source.consumed) }
}
