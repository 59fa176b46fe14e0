/// Codes that a value may be: made once, and shared by every plan that looks codes up in it.
///
/// A look-up costs the same whatever the number of codes: one hash, and as a rule one comparison.
package struct CodeSet: Sendable, Equatable, Sequence, ExpressibleByArrayLiteral {
    let members: ByteStringSet

    /// The codes `codes`; one that is there twice counts once.
    package init(_ codes: some Sequence<String>) { members = ByteStringSet(codes) }

    /// The UTF-8 of codes that are in byte order, each once; nil where they are not.
    package init?(sorted codes: [[UInt8]]) {
        guard zip(codes, codes.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else { return nil }
        members = ByteStringSet(sorted: codes)
    }

    package init(arrayLiteral codes: String...) { self.init(codes) }

    /// Number of codes.
    package var count: Int { members.count }

    /// Whether there is no code.
    package var isEmpty: Bool { members.count == 0 }

    /// Whether `code` is one of the codes.
    package func contains(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        return members.contains(bytes.span, 0, bytes.count)
    }

    /// The codes in byte order.
    package func makeIterator() -> IndexingIterator<[String]> { members.texts.makeIterator() }
}
