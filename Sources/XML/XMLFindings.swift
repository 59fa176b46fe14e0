internal import CLibXML2

/// What libxml2's calls find.
///
/// It stands in memory of its own, and libxml2 carries its address: a call counts no references and asks for no access.
@safe
struct XMLFindings {
    /// What the piece said.
    var events = PieceBuffer<XMLEvent>(capacity: 8 << 10)
    /// Its texts and values, in UTF-8.
    var bytes = PieceBuffer<UInt8>(capacity: 64 << 10)
    /// Why the parser was told to stop.
    private(set) var stopped: XMLFault?
    private var names: NameCache
    private var depth = 0
    var context: xmlParserCtxtPtr?

    init(names: [String]) { self.names = NameCache(names) }

    /// Forgets the piece before.
    mutating func clear() {
        events.removeAll()
        bytes.removeAll()
    }

    mutating func free() {
        events.free()
        bytes.free()
    }

    /// Line that the parser has reached.
    var line: Int32 {
        guard let context = unsafe context, let input = unsafe context.pointee.input else { return 0 }
        return unsafe input.pointee.line
    }

    private mutating func stop(_ fault: XMLFault) {
        if stopped == nil { stopped = fault }
        unsafe xmlStopParser(context)
    }

    mutating func doctype() { stop(.doctype(line: Int(line))) }

    /// An element begins.
    mutating func start(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ count: Int32,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard stopped == nil, let local = unsafe local else { return }
        let line = line
        depth += 1
        if depth > XMLReader.depthLimit { return stop(.tooDeep(line: Int(line))) }
        let name = unsafe names.index(local, prefix)
        if names.count > XMLReader.nameLimit { return stop(.names(line: Int(line))) }
        events.append(XMLEvent(kind: .start, name: name, line: line))
        guard count > 0, let attributes = unsafe attributes else { return }
        unsafe add(Int(count), attributes, line)
    }

    private mutating func add(_ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>, _ line: Int32)
    {
        if count > XMLReader.attributeLimit { return stop(.attributes(line: Int(line))) }
        for index in 0..<count {
            // Five pointers an attribute: local name, prefix, URI, start and end of the value.
            guard let local = unsafe attributes[5 * index], let start = unsafe attributes[5 * index + 3],
                let end = unsafe attributes[5 * index + 4]
            else { continue }
            let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
            if value.count > XMLReader.attributeBytes { return stop(.attributes(line: Int(line))) }
            let name = unsafe names.index(local, attributes[5 * index + 1])
            unsafe add(.attribute, name, value, line)
        }
    }

    /// The innermost element ends.
    mutating func end() {
        guard stopped == nil else { return }
        depth -= 1
        if events.count > 0, events[fromEnd: 1].kind == .start {
            events[fromEnd: 1].kind = .leaf
        } else if events.count > 1, events[fromEnd: 1].kind == .text, events[fromEnd: 2].kind == .start,
            events[fromEnd: 1].line == events[fromEnd: 2].line
        {
            let text = events[fromEnd: 1]
            events.removeLast()
            events[fromEnd: 1].kind = .leaf
            events[fromEnd: 1].start = text.start
            events[fromEnd: 1].length = text.length
        } else {
            events.append(XMLEvent(kind: .end, name: -1, line: line))
        }
    }

    /// Text of the innermost element, or a part of it.
    mutating func text(_ text: UnsafePointer<xmlChar>?, _ length: Int32) {
        guard stopped == nil, let text = unsafe text, length > 0 else { return }
        let part = unsafe UnsafeBufferPointer(start: text, count: Int(length))
        if events.count > 0, events[fromEnd: 1].kind == .text {
            unsafe bytes.append(part)
            events[fromEnd: 1].length += length
            events[fromEnd: 1].line = line
        } else {
            unsafe add(.text, -1, part, line)
        }
    }

    @inline(__always)
    private mutating func add(_ kind: XMLEvent.Kind, _ name: Int32, _ text: UnsafeBufferPointer<UInt8>, _ line: Int32) {
        let start = Int32(truncatingIfNeeded: bytes.count)
        unsafe bytes.append(text)
        let length = Int32(truncatingIfNeeded: text.count)
        events.append(XMLEvent(kind: kind, name: name, start: start, length: length, line: line))
    }
}
