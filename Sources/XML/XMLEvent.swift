/// One thing that a piece of a document said; the reader's caller gets a block of them, and no call per element.
///
/// Attributes follow the start of their element. An element with a text alone may come as one event.
package struct XMLEvent: Sendable, BitwiseCopyable {
    /// Kinds of event.
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        case start, attribute, text, end
        /// Start, text and end of an element without attributes and elements, where all three stand on one line of one piece.
        case leaf
    }

    package internal(set) var kind: Kind
    /// Index among the reader's known names; -1 for any other, and where there is none.
    package let name: Int32
    /// Text, or value of an attribute: where it stands in the bytes that come with the events.
    package internal(set) var start: Int32 = 0
    package internal(set) var length: Int32 = 0
    /// Line in the file, from 1; that on which a text ends.
    package internal(set) var line: Int32
}
