import Support
import TestSupport
import Testing
import XML

/// What `bytes` say, one text an event, and the code of the fault.
func read(_ bytes: [UInt8], names: [String] = ["a", "b", "id", "x:a"], piece: Int = .max) throws -> (
    events: [String], fault: String?
) {
    let reader = try XMLReader(names: names)
    var events: [String] = []
    var texts: [UInt8] = []
    func note(_ list: Span<XMLEvent>, _ bytes: Span<UInt8>) {
        for index in list.indices {
            let event = list[index]
            let range = Int(event.start)..<Int(event.start + event.length)
            let value = range.map { bytes[$0] }
            if event.kind == .text {
                texts += value
                continue
            }
            if !texts.isEmpty { events.append("text \(String(decoding: texts, as: UTF8.self))") }
            texts = []
            let name = event.name < 0 ? "?" : names[Int(event.name)]
            switch event.kind {
            case .start, .leaf: events.append("\(event.line) <\(name)")
            case .attribute: events.append("@\(name)=\(String(decoding: value, as: UTF8.self))")
            case .text, .end: events.append("end")
            }
            guard event.kind == .leaf else { continue }
            if !value.isEmpty { events.append("text \(String(decoding: value, as: UTF8.self))") }
            events.append("end")
        }
    }
    var start = 0
    while start < bytes.count {
        let end = start + min(piece, bytes.count - start)
        if let fault = reader.push(bytes.span.extracting(start..<end), note) { return (events, "\(fault.code)") }
        start = end
    }
    return (events, reader.finish(note).map { "\($0.code)" })
}

@Suite struct XMLReaderTests {
    @Test func `tells elements, attributes and texts in order, wherever the document is cut`() throws {
        let text =
            "<?xml version=\"1.0\"?>\n<a id=\"1 &amp; 2\">\n<b>é &lt;<![CDATA[<&]]>&#233;</b><!-- no --><x:a xmlns:x=\"u\"/>\n<c/></a>\n"
        let expected = [
            "2 <a", "@id=1 & 2", "text \n", "3 <b", "text é <<&é", "end", "3 <x:a", "end", "text \n", "4 <?", "end",
            "end",
        ]
        for piece in [Int.max, 1, 2, 3, 7] {
            let (events, fault) = try read(Array(text.utf8), piece: piece)
            #expect(events == expected)
            #expect(fault == nil)
        }
    }

    @Test(arguments: [
        ("", "xml.malformed"), ("<a>", "xml.malformed"), ("<a></b>", "xml.malformed"),
        ("<a>&nbsp;</a>", "xml.malformed"),
        ("<a/><a/>", "xml.malformed"), ("<a>\u{1}</a>", "xml.malformed"), ("text", "xml.malformed"),
        ("<!DOCTYPE a><a/>", "xml.doctype"),
        ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "xml.doctype"),
        ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "xml.doctype"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "xml.doctype"),
    ])
    func `refuses`(text: String, code: String) throws {
        for piece in [Int.max, 1] { #expect(try read(Array(text.utf8), piece: piece).fault == code) }
    }

    @Test func `refuses a billion laughs before the first of them`() throws {
        var text = "<!DOCTYPE a [<!ENTITY l0 \"lol\">"
        for index in 1..<10 {
            text += "<!ENTITY l\(index) \"" + String(repeating: "&l\(index - 1);", count: 10) + "\">"
        }
        let (events, fault) = try read(Array((text + "]><a>&l9;</a>").utf8))
        #expect(fault == "xml.doctype")
        #expect(events.isEmpty)
    }

    @Test func `refuses depth, attributes and names beyond the limits`() throws {
        let deep = String(repeating: "<a>", count: XMLReader.depthLimit + 1)
        #expect(try read(Array(deep.utf8)).fault == "xml.too-deep")
        let attributes = (0...XMLReader.attributeLimit).map { "i\($0)=\"1\"" }.joined(separator: " ")
        #expect(try read(Array("<a \(attributes)/>".utf8)).fault == "xml.attributes")
        let names = "<a>" + (0...XMLReader.nameLimit).map { "<n\($0)/>" }.joined()
        #expect(try read(Array(names.utf8)).fault == "xml.names")
    }

    @Test func `refuses too many attributes before libxml2 compares them`() throws {
        let spaces = (0...XMLReader.attributeLimit).map { "xmlns:p\($0)=\"u\"" }.joined(separator: " ")
        let plain = (0..<300).map { "i\($0)='1>'" }.joined(separator: " ")
        for tag in ["<a \(spaces)/>", "<a \(plain)/>", "<a \(plain)"] {
            for piece in [Int.max, 1, 50] {
                let (events, fault) = try read(Array("<b>\n\(tag)".utf8), piece: piece)
                #expect(fault == "xml.attributes")
                #expect(events.prefix(1) == ["1 <b"])
            }
        }
        // What is wrong before comes first.
        #expect(try read(Array("<b></a><a \(plain)/>".utf8)).fault == "xml.malformed")
    }

    @Test func `takes any number of equals signs that are no attributes`() throws {
        let signs = String(repeating: "= ", count: 300)
        let limit = (0..<XMLReader.attributeLimit).map { "i\($0)=\"=\"" }.joined(separator: " ")
        let text =
            "<?p ?\(signs)?><a id=\"\(signs)\">\(signs)<!-->\(signs)--><![CDATA[]\(signs)>]]><b \(limit)/><?p?></a>"
        for piece in [Int.max, 1, 3] {
            let (events, fault) = try read(Array(text.utf8), piece: piece)
            #expect(fault == nil)
            #expect(events.prefix(3) == ["1 <a", "@id=\(signs)", "text \(signs)]\(signs)>"])
        }
    }

    @Test func `counts lines beyond 65535`() throws {
        let text = "<a>" + String(repeating: "\n", count: 70_000) + "<b/></a>"
        #expect(try read(Array(text.utf8)).events.contains("70001 <b"))
    }

    @Test func `says nothing of the declared encoding and takes UTF-8`() throws {
        let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>"
        #expect(try read(Array(text.utf8)).events == ["1 <a", "text é", "end"])
    }

    @Test func `takes no encoding that the first bytes look like`() throws {
        let text = Array("<a><b/></a>".utf8)
        for (before, after) in [(3, 0), (0, 3), (2, 1), (1, 0), (0, 1)] {
            let wide = text.flatMap {
                [UInt8](repeating: 0, count: before) + [$0] + [UInt8](repeating: 0, count: after)
            }
            #expect(try read(wide).fault == "xml.malformed")
        }
        #expect(try read([0xFF, 0xFE] + text.flatMap { [$0, 0] }).fault == "xml.malformed")
        #expect(try read([0x4C, 0x6F, 0xA7, 0x94, 0x6E, 0xA7]).fault == "xml.malformed")
    }

    @Test func `gives a text of ten megabytes in pieces`() throws {
        let text = Array("<a>".utf8) + [UInt8](repeating: 0x78, count: 10 << 20)
        let reader = try XMLReader(names: [])
        var most = 0
        #expect(reader.push(text.span) { most = max(most, $1.count) } == nil)
        #expect(most < 1 << 20)
    }

    /// The function to fuzz: any bytes, in pieces of any size, must be taken or refused alike.
    static func fuzzXML(_ bytes: [UInt8]) throws {
        let whole = try read(bytes)
        let pieces = try read(bytes, piece: 1 + bytes.count % 13)
        // libxml2 takes the `-->` of `<!-->` for an end where the true one is not there yet, and refuses; nothing worse.
        if String(decoding: bytes, as: UTF8.self).contains("<!-->"), whole.fault == nil { return }
        #expect((whole.fault == nil) == (pieces.fault == nil))
        if whole.fault == nil { #expect(whole.events == pieces.events) }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let corpus = try Checkout.files(below: "Tests/XMLTests/Corpus", suffix: ".xml").map(Checkout.read)
        #expect(corpus.count >= 4)
        try fuzz(corpus, seed: 11, count: 600) { try Self.fuzzXML($0) }
    }
}
