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

    /// What libxml2's calls change, in one place: each call asks for it once.
    fileprivate struct Found {
        /// What the last ``push(_:)`` or ``finish()`` said.
        var events = XMLEvents()
        var names: NameCache
        var depth = 0
        var stopped: XMLFault?
    }

    private var found: Found
    private var attributes = AttributeCount(limit: XMLReader.attributeLimit)
    private var context: xmlParserCtxtPtr?

    /// A reader at the start of a document; events name the elements and attributes of `names` by their index.
    package init(names: [String]) throws(XMLFault) {
        found = Found(names: NameCache(names))
        xmlInitParser()
        var handler = unsafe XMLReader.handler()
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, me, nil, 0, nil) else { throw .outOfMemory }
        unsafe self.context = unsafe context
        // Entities are replaced, or `&amp;` in an attribute would come as `&#38;`; none but the five can be declared.
        let replace = XML_PARSE_NOENT.rawValue
        let options = replace | XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOERROR.rawValue
        _ = unsafe xmlCtxtUseOptions(context, Int32(options | XML_PARSE_NOWARNING.rawValue))
    }

    deinit { unsafe xmlFreeParserCtxt(context) }

    /// Line that the reader has reached, from 1.
    package var line: Int { Int(UInt32(bitPattern: currentLine)) }

    /// Reads the next piece, which may end anywhere; `body` gets the events of each part of it.
    package func push<Failure: Error>(
        _ bytes: Span<UInt8>, _ body: (XMLEvents) throws(Failure) -> Void
    ) throws(Failure) -> XMLFault? {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + XMLReader.step)
            let part = bytes.extracting(start..<end)
            let excess = attributes.excess(part)
            var fault = parse(part.extracting(first: excess ?? part.count), isLast: false)
            if fault == nil, excess != nil { fault = .attributes(line: line) }
            // What came before the fault is in the order of the file, and may be worse.
            try body(found.events)
            if let fault { return fault }
            start = end
        }
        return nil
    }

    /// Says that the document ends here; `body` gets the last events.
    package func finish<Failure: Error>(_ body: (XMLEvents) throws(Failure) -> Void) throws(Failure) -> XMLFault? {
        let none: [UInt8] = []
        let fault = parse(none.span, isLast: true)
        try body(found.events)
        return fault
    }

    private func parse(_ bytes: Span<UInt8>, isLast: Bool) -> XMLFault? {
        found.events.clear()
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlParseChunk(
                context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), isLast ? 1 : 0)
        }
        if let stopped = found.stopped { return stopped }
        return status == 0 ? nil : .malformed(error: Int(status), line: line)
    }

    private var currentLine: Int32 {
        guard let context = unsafe context, let input = unsafe context.pointee.input else { return 0 }
        return unsafe input.pointee.line
    }

    private func stop(_ fault: XMLFault) {
        if found.stopped == nil { found.stopped = fault }
        unsafe xmlStopParser(context)
    }
}

// What libxml2 calls.
extension XMLReader {
    private static func handler() -> xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = ecluse_xml_sax2_magic
        unsafe handler.internalSubset = { me, _, _, _ in unsafe XMLReader.of(me)?.doctype() }
        unsafe handler.startElementNs = { me, local, prefix, _, _, _, count, _, attributes in
            unsafe XMLReader.of(me)?.start(local, prefix, count, attributes)
        }
        unsafe handler.endElementNs = { me, _, _, _ in unsafe XMLReader.of(me)?.end() }
        unsafe handler.characters = { me, text, length in unsafe XMLReader.of(me)?.text(text, length) }
        unsafe handler.ignorableWhitespace = { me, text, length in unsafe XMLReader.of(me)?.text(text, length) }
        unsafe handler.cdataBlock = { me, text, length in unsafe XMLReader.of(me)?.text(text, length) }
        // The words of libxml2 quote the document: they go nowhere. The code of the error stays in the context.
        unsafe handler.serror = { _, _ in }
        return unsafe handler
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLReader? {
        unsafe pointer.map { unsafe Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func doctype() { stop(.doctype(line: line)) }

    private func start(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ count: Int32,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        if let fault = unsafe found.start(local, prefix, count, attributes, line: currentLine) { stop(fault) }
    }

    private func end() { found.end(line: currentLine) }

    private func text(_ text: UnsafePointer<xmlChar>?, _ length: Int32) {
        guard let text = unsafe text, length > 0 else { return }
        unsafe found.text(UnsafeBufferPointer(start: text, count: Int(length)), line: currentLine)
    }
}

extension XMLReader.Found {
    /// An element begins; returns why the parser must stop, if it must.
    mutating func start(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ count: Int32,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, line: Int32
    ) -> XMLFault? {
        guard stopped == nil, let local = unsafe local else { return nil }
        depth += 1
        if depth > XMLReader.depthLimit { return .tooDeep(line: Int(line)) }
        let name = unsafe names.index(local, prefix)
        if names.count > XMLReader.nameLimit { return .names(line: Int(line)) }
        unsafe events.add(.start, name: name, line: line)
        guard count > 0, let attributes = unsafe attributes else { return nil }
        if count > XMLReader.attributeLimit { return .attributes(line: Int(line)) }
        for index in 0..<Int(count) {
            // Five pointers an attribute: local name, prefix, URI, start and end of the value.
            guard let local = unsafe attributes[5 * index], let start = unsafe attributes[5 * index + 3],
                let end = unsafe attributes[5 * index + 4]
            else { continue }
            let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
            if value.count > XMLReader.attributeBytes { return .attributes(line: Int(line)) }
            let name = unsafe names.index(local, attributes[5 * index + 1])
            unsafe events.add(.attribute, name: name, text: value, line: line)
        }
        return nil
    }

    /// The innermost element ends.
    mutating func end(line: Int32) {
        guard stopped == nil else { return }
        depth -= 1
        unsafe events.add(.end, line: line)
    }

    /// Text of the innermost element, or a part of it.
    mutating func text(_ text: UnsafeBufferPointer<UInt8>, line: Int32) {
        guard stopped == nil else { return }
        unsafe events.add(.text, text: text, line: line)
    }
}
