internal import CLibXML2

/// Reads an XML document in UTF-8 piece by piece, with libxml2's push parser and without building a tree.
///
/// No document type declaration is taken, so there are no entities but the five of XML 1.0 §4.6, and nothing is
/// ever fetched. libxml2's own limits stay on (no `XML_PARSE_HUGE`): with those here, memory is bounded whatever the document
/// holds. Line numbers are those of the parser's input, which do not stop at 65,535 as those of a tree do.
///
/// One object belongs to one thread. It is not used after a fault.
@safe
package final class XMLReader {
    /// Elements inside each other.
    package static let depthLimit = 64
    /// Attributes of an element, with the declarations of namespaces.
    package static let attributeLimit = 256
    /// Bytes of the value of an attribute.
    package static let attributeBytes = 256 << 10
    /// Different names of elements and attributes.
    package static let nameLimit = 10_000
    /// Bytes given to libxml2 at a time, which bounds the events of a piece.
    private static let step = 64 << 10

    private let found: UnsafeMutablePointer<XMLFindings>
    private var attributes = AttributeCount(limit: XMLReader.attributeLimit)

    /// A reader at the start of a document; events name the elements and attributes of `names` by their index.
    package init(names: [String]) throws(XMLFault) {
        unsafe found = .allocate(capacity: 1)
        unsafe found.initialize(to: XMLFindings(names: names))
        xmlInitParser()
        var handler = unsafe XMLReader.handler()
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, found, nil, 0, nil) else { throw .outOfMemory }
        unsafe found.pointee.context = unsafe context
        // Entities are replaced, or `&amp;` in an attribute would come as `&#38;`; none but the five can be declared.
        let replace = XML_PARSE_NOENT.rawValue
        let options = replace | XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOERROR.rawValue
        _ = unsafe xmlCtxtUseOptions(context, Int32(options | XML_PARSE_NOWARNING.rawValue))
        // Said beforehand, or the first bytes could choose another: four of them are enough for UTF-32 or EBCDIC.
        _ = unsafe xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
    }

    deinit {
        unsafe xmlFreeParserCtxt(found.pointee.context)
        unsafe found.pointee.free()
        unsafe found.deinitialize(count: 1)
        unsafe found.deallocate()
    }

    /// Line that the reader has reached, from 1.
    package var line: Int { Int(UInt32(bitPattern: unsafe found.pointee.line)) }

    /// Reads the next piece, which may end anywhere; `body` gets the events of each part of it, with their texts.
    package func push<Failure: Error>(
        _ bytes: Span<UInt8>, _ body: (Span<XMLEvent>, Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) -> XMLFault? {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + XMLReader.step)
            let part = bytes.extracting(start..<end)
            let excess = attributes.excess(part)
            var fault = parse(part.extracting(first: excess ?? part.count), isLast: false)
            if fault == nil, excess != nil { fault = .attributes(line: line) }
            // What came before the fault is in the order of the file, and may be worse.
            try tell(body)
            if let fault { return fault }
            start = end
        }
        return nil
    }

    /// Says that the document ends here; `body` gets the last events.
    package func finish<Failure: Error>(_ body: (Span<XMLEvent>, Span<UInt8>) throws(Failure) -> Void) throws(Failure)
        -> XMLFault?
    {
        let none: [UInt8] = []
        let fault = parse(none.span, isLast: true)
        try tell(body)
        return fault
    }

    private func tell<Failure: Error>(
        _ body: (Span<XMLEvent>, Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let events = unsafe found.pointee.events.elements
        let bytes = unsafe found.pointee.bytes.elements
        try unsafe body(events.span, bytes.span)
    }

    private func parse(_ bytes: Span<UInt8>, isLast: Bool) -> XMLFault? {
        unsafe found.pointee.clear()
        // What goes to no handler of a parser goes to that of the thread, which by itself quotes the document on standard error.
        unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlParseChunk(
                found.pointee.context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count),
                isLast ? 1 : 0)
        }
        if let stopped = unsafe found.pointee.stopped { return stopped }
        return status == 0 ? nil : .malformed(error: Int(status), line: line)
    }

    /// What libxml2 calls.
    private static func handler() -> xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = ecluse_xml_sax2_magic
        unsafe handler.internalSubset = { found, _, _, _ in unsafe XMLReader.of(found)?.pointee.doctype() }
        unsafe handler.startElementNs = { found, local, prefix, _, _, _, count, _, attributes in
            unsafe XMLReader.of(found)?.pointee.start(local, prefix, count, attributes)
        }
        unsafe handler.endElementNs = { found, _, _, _ in unsafe XMLReader.of(found)?.pointee.end() }
        unsafe handler.characters = { found, text, length in unsafe XMLReader.of(found)?.pointee.text(text, length) }
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.cdataBlock = handler.characters
        // The words of libxml2 quote the document: they go nowhere. The code of the error stays in the context.
        unsafe handler.serror = { _, _ in }
        return unsafe handler
    }

    @inline(__always)
    private static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLFindings>? {
        unsafe pointer?.assumingMemoryBound(to: XMLFindings.self)
    }
}
