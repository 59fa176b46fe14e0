internal import Support

/// The header of an age v1 file: grammar only, no keys (age-encryption.org/v1, "Header").
///
/// Canonical forms only: what is read is written back byte for byte.
package struct AgeHeader: Equatable, Sendable {
    /// The first line.
    static let versionLine = Array("age-encryption.org/v1".utf8)
    /// Characters of a full line of a stanza's body, and the bytes they stand for.
    static let columns = 64
    static let bytesPerLine = 48
    /// Number of bytes of the authentication code.
    static let macLength = 32
    /// Most bytes of a header: room for some hundreds of recipients.
    static let maximumBytes = 64 << 10
    /// Most bytes of one line; the longest known (a hybrid key's) has 1,600.
    static let maximumLine = 8 << 10
    /// Most stanzas.
    static let maximumStanzas = 128

    let stanzas: [AgeStanza]
    let mac: [UInt8]

    private static let stanzaMark = Array("-> ".utf8)
    private static let macMark = Array("---".utf8)

    /// The bytes that the authentication code is made over: all up to and with `---`.
    static func authenticated(_ stanzas: [AgeStanza]) -> [UInt8] {
        var text = versionLine + [UInt8(ascii: "\n")]
        for stanza in stanzas {
            text += Array("->".utf8)
            for argument in stanza.arguments { text += [UInt8(ascii: " ")] + argument }
            text.append(UInt8(ascii: "\n"))
            // A body that fills its last line is closed by an empty one.
            for start in stride(from: 0, through: stanza.body.count, by: bytesPerLine) {
                let line = Array(stanza.body[start..<min(start + bytesPerLine, stanza.body.count)])
                text += Base64.encode(line, padding: .none) + [UInt8(ascii: "\n")]
            }
        }
        return text + macMark
    }

    /// The header's bytes.
    package func serialised() -> [UInt8] {
        AgeHeader.authenticated(stanzas) + [UInt8(ascii: " ")] + Base64.encode(mac, padding: .none) + [
            UInt8(ascii: "\n")
        ]
    }

    /// The header at the start of `bytes`; what follows it is not looked at.
    package static func parse(_ bytes: [UInt8]) throws -> AgeHeader {
        try read(from: LookaheadSource(MemorySource(bytes)))
    }

    /// Takes the header from the start of `source`.
    static func read(from source: LookaheadSource) throws -> AgeHeader {
        var lines = Lines(source: source)
        let version = try lines.next()
        guard version == versionLine else {
            let isLater =
                version.starts(with: EnvelopeKind.agePrefix + Array("v".utf8)) && !version.contains(UInt8(ascii: "\r"))
            throw isLater ? EnvelopeFault.unsupportedVersion : EnvelopeFault.headerMalformed(line: 1)
        }
        var stanzas: [AgeStanza] = []
        while true {
            let line = try lines.next()
            if line.starts(with: stanzaMark) {
                guard stanzas.count < maximumStanzas else { throw EnvelopeFault.headerTooLong }
                stanzas.append(AgeStanza(arguments: try arguments(line, lines.number), body: try body(&lines)))
            } else {
                guard !stanzas.isEmpty, let mac = mac(line) else {
                    throw EnvelopeFault.headerMalformed(line: lines.number)
                }
                return AgeHeader(stanzas: stanzas, mac: mac)
            }
        }
    }

    private static func arguments(_ line: [UInt8], _ number: Int) throws(EnvelopeFault) -> [[UInt8]] {
        let arguments = line.dropFirst(stanzaMark.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Array($0) }
        let areVisible = arguments.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x21...0x7e).contains($0) } }
        guard areVisible else { throw EnvelopeFault.headerMalformed(line: number) }
        return arguments
    }

    private static func body(_ lines: inout Lines) throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try lines.next()
            guard line.count <= columns, let bytes = Base64.decode(line, padding: .none) else {
                throw EnvelopeFault.headerMalformed(line: lines.number)
            }
            body += bytes
            if line.count < columns { return body }
        }
    }

    private static func mac(_ line: [UInt8]) -> [UInt8]? {
        guard line.starts(with: macMark + [UInt8(ascii: " ")]),
            let mac = Base64.decode(Array(line.dropFirst(macMark.count + 1)), padding: .none), mac.count == macLength
        else { return nil }
        return mac
    }

    /// The lines of a header, counted and limited.
    private struct Lines {
        let source: LookaheadSource
        var number = 0

        mutating func next() throws -> [UInt8] {
            number += 1
            switch try source.line(limit: AgeHeader.maximumLine) {
            case .line(let line):
                guard source.consumed <= AgeHeader.maximumBytes else { throw EnvelopeFault.headerTooLong }
                return line
            case .tooLong: throw EnvelopeFault.headerTooLong
            case .ended:
                let rest = try source.rest(limit: AgeHeader.maximumLine)
                // What is there of the last line may already be wrong; then the end is not what went missing.
                guard rest.allSatisfy({ (0x20...0x7e).contains($0) }) else {
                    throw EnvelopeFault.headerMalformed(line: number)
                }
                throw EnvelopeFault.truncated(bytes: source.consumed)
            }
        }
    }
}
