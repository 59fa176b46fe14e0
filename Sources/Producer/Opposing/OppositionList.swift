package import Convention
package import Exclusion
internal import Records
package import Support

/// An opposition update made from lists of identifiers, one a line: a stream of CSV in the convention's dialect.
///
/// Identifiers come from files or standard input only, never from a command line, which other users of the machine can read. They
/// are taken byte by byte, in the encoding that the convention's files have, and are never kept longer than a line.
package final class OppositionList: ByteSource {
    /// A list, and what is asked for the persons on it.
    package typealias Part = (action: OppositionUpdate.Action, source: any ByteSource)

    /// Longest identifier, in bytes.
    package static let maximumLine = 500
    private static let pieceBytes = 64 << 10

    private let dialect: CSVRow
    private let tail: [OppositionUpdate.Action: [[UInt8]]]
    private var parts: ArraySlice<Part>
    private var pending: [UInt8] = []
    private var isHeaderDue: Bool
    private let header: [UInt8]
    private var output: [UInt8] = []
    private var taken = 0
    private var line = 0
    /// Identifiers so far.
    package private(set) var count = 0

    /// The update of `convention` that asks for `parts`, from `day` on, for its base or for all bases.
    ///
    /// - Throws: ``ProducerFault/noOppositions``.
    package init(_ convention: Convention, _ parts: [Part], from day: CivilDate, forAllBases: Bool) throws {
        guard let rules = convention.oppositions else { throw ProducerFault.noOppositions }
        dialect = CSVRow(rules.dialect)
        let scope = rules.scopeField.map { _ in Array((forAllBases ? "all" : "").utf8) }
        var tail: [OppositionUpdate.Action: [[UInt8]]] = [:]
        for action in OppositionUpdate.Action.allCases {
            tail[action] = [Array(action.rawValue.utf8), Array(day.description.utf8)] + (scope.map { [$0] } ?? [])
        }
        self.tail = tail
        self.parts = parts[...]
        isHeaderDue = rules.dialect.hasHeader
        let names = [rules.identifierField, rules.actionField, rules.dateField, rules.scopeField].compactMap(\.self)
        header = dialect.line(names.map { Array($0.utf8) }) ?? []
    }

    deinit {
        SecretBytes.zero(&pending)
        SecretBytes.zero(&output)
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while taken == output.count {
            SecretBytes.zero(&output)
            (output, taken) = ([], 0)
            guard try fill() else {
                guard count > 0 else { throw ProducerFault.emptyList }
                return 0
            }
        }
        let size = min(buffer.count, output.count - taken)
        unsafe output.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[taken..<(taken + size)]))
        }
        taken += size
        return size
    }

    /// Makes more lines; false at the end of the last list.
    private func fill() throws -> Bool {
        if isHeaderDue {
            isHeaderDue = false
            output = header
            return true
        }
        guard let part = parts.first else { return false }
        var piece = [UInt8](repeating: 0, count: OppositionList.pieceBytes)
        defer { SecretBytes.zero(&piece) }
        let size = try unsafe piece.withUnsafeMutableBytes { try unsafe part.source.read(into: $0) }
        for byte in piece[..<size] {
            if byte == UInt8(ascii: "\n") { try end(part.action) } else { pending.append(byte) }
            guard pending.count <= OppositionList.maximumLine else { throw ProducerFault.badLine(line + 1) }
        }
        if size == 0 {
            if !pending.isEmpty { try end(part.action) }
            parts = parts.dropFirst()
            line = 0
        }
        return true
    }

    /// Ends a line of the list; white space around the identifier means nothing, and an empty line nobody.
    private func end(_ action: OppositionUpdate.Action) throws {
        defer {
            SecretBytes.zero(&pending)
            pending.removeAll(keepingCapacity: true)
        }
        line += 1
        let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0d].contains($0) }
        let identifier = Array(pending.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        guard !identifier.isEmpty else { return }
        guard let text = dialect.line([identifier] + (tail[action] ?? [])) else { throw ProducerFault.badLine(line) }
        output += text
        count += 1
    }
}
