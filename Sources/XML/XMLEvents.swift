/// What a piece of a document said, in order, in one block of bytes: the reader's caller gets no call per element.
package struct XMLEvents {
    /// Kinds of event.
    package enum Kind: UInt8, Sendable {
        case start, attribute, text, end
    }

    /// One event.
    package struct Event: Sendable {
        package let kind: Kind
        /// Index among the reader's known names; -1 for any other, and where there is none.
        package let name: Int32
        /// Text, or value of an attribute: where it stands in ``XMLEvents/bytes``.
        package let start: Int32
        package let length: Int32
        /// Line in the file, from 1.
        package let line: Int32
    }

    /// The events, in the order of the document; attributes follow the start of their element.
    package internal(set) var list: [Event] = []
    /// Texts and values, in UTF-8.
    package internal(set) var bytes: [UInt8] = []

    mutating func clear() {
        list.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func add(_ kind: Kind, name: Int32 = -1, text: UnsafeBufferPointer<UInt8>? = nil, line: Int32) {
        let start = bytes.count
        if let text = unsafe text { unsafe bytes.append(contentsOf: text) }
        list.append(
            Event(
                kind: kind, name: name, start: Int32(truncatingIfNeeded: start),
                length: Int32(truncatingIfNeeded: bytes.count - start), line: line))
    }
}
