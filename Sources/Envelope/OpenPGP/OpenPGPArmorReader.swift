internal import Support

/// The bytes inside an OpenPGP armor, as a stream.
///
/// Stricter than RFC 4880 §6 where that costs no known tool anything, so that nothing can be changed in an armor unseen but the
/// text of a header line: base64 is canonical, all lines but the last have the same length, the checksum fits where there is one
/// (RFC 9580 §6.1 makes it optional), only line ends follow.
@safe
final class OpenPGPArmorReader: ByteSource {
    private enum State { case before, inside, ended }

    /// Lines decoded at a time.
    private static let batch = 512
    private static let padding = UInt8(ascii: "=")

    private let source: PullBuffer
    private var state = State.before
    private var line = 0
    private var width: Int?
    private var sawLastLine = false
    private var checksum = OpenPGPArmor.Checksum()
    private var decoded: [UInt8] = []
    private var position = 0
    private var failure: (any Error)?

    init(_ source: PullBuffer) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
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

    /// The BEGIN line, header lines, and the empty line that ends them.
    private func begin() throws {
        guard let first = try nextLine(), first == OpenPGPArmor.begin else { throw malformed }
        for _ in 0...OpenPGPArmor.maximumHeaders {
            guard let header = try nextLine(limit: OpenPGPArmor.maximumHeaderBytes) else { throw truncated }
            if header.isEmpty {
                state = .inside
                return
            }
            guard OpenPGPArmor.headers.contains(where: { header.starts(with: $0) }) else { throw malformed }
        }
        throw malformed
    }

    /// Decodes up to ``batch`` lines; the END line ends the stream.
    private func decodeBatch() throws {
        var text: [UInt8] = []
        var check: [UInt8]?
        var isEnd = false
        for _ in 0..<OpenPGPArmorReader.batch {
            guard let characters = try nextLine() else { throw truncated }
            if characters == OpenPGPArmor.end {
                isEnd = true
                break
            }
            guard check == nil, !characters.isEmpty else { throw malformed }
            if characters.count == 5, characters[0] == OpenPGPArmorReader.padding {
                check = Array(characters.dropFirst())
                continue
            }
            try accept(characters)
            text += characters
        }
        guard let bytes = Base64.decode(text) else { throw malformed }
        checksum.add(bytes)
        decoded = bytes
        position = 0
        if let check {
            // The END line follows, if not in this batch, then now.
            if !isEnd { isEnd = try nextLine() == OpenPGPArmor.end }
            let value = checksum.value
            let expected = [16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
            guard isEnd, Base64.decode(check) == expected else { throw malformed }
        }
        if isEnd { try finish() }
    }

    /// All lines but the last are as long as the first.
    private func accept(_ characters: [UInt8]) throws {
        let width = width ?? characters.count
        self.width = width
        guard !sawLastLine, width <= OpenPGPArmor.columns, characters.count <= width else { throw malformed }
        sawLastLine = characters.count < width || characters.last == OpenPGPArmorReader.padding
    }

    /// Only line ends follow the END line.
    private func finish() throws {
        let rest = try source.rest(limit: AgeArmor.maximumWhitespace + 1)
        guard rest.count <= AgeArmor.maximumWhitespace, rest.allSatisfy({ $0 == 0x0a || $0 == 0x0d }) else {
            throw malformed
        }
        state = .ended
    }

    /// The next line without its end; nil where the text ends inside what could still become a line.
    private func nextLine(limit: Int = OpenPGPArmor.columns + 1) throws -> [UInt8]? {
        line += 1
        var characters: [UInt8]
        switch try source.line(limit: limit) {
        case .tooLong: throw malformed
        case .ended:
            characters = try source.rest(limit: limit)
            // The last line may lack its end; anything else that does was cut.
            return characters == OpenPGPArmor.end ? characters : nil
        case .line(let whole): characters = whole
        }
        if characters.last == UInt8(ascii: "\r") { characters.removeLast() }
        return characters
    }

    private var malformed: EnvelopeFault { .armorMalformed(line: line) }
    private var truncated: EnvelopeFault { .truncated(bytes: source.consumed) }
}
