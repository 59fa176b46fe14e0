import Envelope
import Support
import Testing

struct AgeArmorTests {
    private let begin = "-----BEGIN AGE ENCRYPTED FILE-----"
    private let end = "-----END AGE ENCRYPTED FILE-----"
    private func decode(_ text: String) -> (bytes: [UInt8], error: (any Error)?) {
        drain(ArmorReader(source: MemorySource(Array(text.utf8))), size: 1000)
    }

    @Test(arguments: [1, 47, 48, 49, 96, 24_576, 24_577, 50_000])
    func `decodes what it encoded`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let text = String(decoding: AgeArmor.encode(bytes), as: UTF8.self)
        #expect(decode(text).bytes == bytes)
        #expect(decode(text).error == nil)
        #expect(decode(text.replacing("\n", with: "\r\n")).bytes == bytes)
    }

    @Test func `allows white space before and after, up to a limit`() {
        #expect(decode(" \t\r\n\(begin)\nAQID\n\(end)\n \r\n\t").bytes == [1, 2, 3])
        #expect(decode(String(repeating: "\n", count: 2000) + "\(begin)\nAQID\n\(end)\n").error != nil)
        #expect(decode("\(begin)\nAQID\n\(end)\n" + String(repeating: " ", count: 2000)).error != nil)
    }

    @Test func `refuses lines of other widths, headers, missing padding and trailing text`() {
        let full = String(repeating: "A", count: 64)
        for (body, line) in [
            ("AQ==\nAQID", 3), ("\(full)A", 2), ("Version: 1\n\nAQID", 3), ("AQI", 3), ("AQID ", 3), ("AQ\rID", 3),
            ("AR==", 3),
            ("AQID\n=abcd", 3), ("AQID\n", 3),
        ] {
            let error = decode("\(begin)\n\(body)\n\(end)\n").error as? EnvelopeFault
            #expect(error == .armorMalformed(line: line), "\(body)")
        }
        #expect(decode("\(begin)\nAQID\n\(end)\nx").error as? EnvelopeFault == .armorMalformed(line: 3))
    }

    @Test func `says truncated where the END line is missing`() {
        for text in ["\(begin)\nAQID\n", "\(begin)\nAQ", "\(begin)\n", "\(begin)\nAQID\n-----END AGE"] {
            #expect((decode(text).error as? EnvelopeFault)?.code == "envelope.truncated")
        }
    }
}
