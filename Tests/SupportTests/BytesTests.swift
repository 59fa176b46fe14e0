import Support
import TestSupport
import Testing

@Suite struct Base64Tests {
    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `encodes and decodes the vectors of the standard`(plain: String, text: String) {
        #expect(Base64.string(Array(plain.utf8)) == text)
        #expect(Base64.decode(Array(text.utf8)) == Array(plain.utf8))
        let bare = Array(text.replacing("=", with: "").utf8)
        #expect(Base64.encode(Array(plain.utf8), padding: .none) == bare)
        #expect(Base64.decode(bare, padding: .none) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Z===", "====", "Zm9v\n", " Zm9v", "Zm-v", "=Zg=", "Zg====",
    ])
    func `refuses padded text that is not canonical`(text: String) { #expect(Base64.decode(Array(text.utf8)) == nil) }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9vZ", "Zm 9v"])
    func `refuses bare text that is not canonical`(text: String) {
        #expect(Base64.decode(Array(text.utf8), padding: .none) == nil)
    }

    @Test func `whatever decodes encodes back to itself`() {
        var generator = SeededGenerator(4)
        for length in 0..<200 {
            let bytes = generator.bytes(length)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        fuzz([Base64.encode(generator.bytes(40))], seed: 5, count: 3000) { text in
            for padding in [Base64.Padding.required, .none] {
                if let bytes = Base64.decode(text, padding: padding) {
                    #expect(Base64.encode(bytes, padding: padding) == text)
                }
            }
        }
    }
}

@Suite struct HexTests {
    @Test func `writes lower case and reads both cases`() {
        #expect(Hex.encode([0x00, 0x9f, 0xff]) == "009fff")
        #expect(Hex.decode("009FfF") == [0x00, 0x9f, 0xff])
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "0x00", " 00", "00 ", "é0"])
    func `refuses what is no hexadecimal`(text: String) { #expect(Hex.decode(text) == nil) }
}

@Suite struct SecretBytesTests {
    private struct Owner {
        let name = "host"
        let key: SecretBytes
    }

    @Test func `prints as nothing, also inside something else`() {
        let secret = SecretBytes(copying: Array("hunter2-hunter2".utf8).span)
        let owner = Owner(key: secret)
        var dumped = ""
        dump(owner, to: &dumped)
        for text in [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(owner)", dumped, "\([secret])",
        ] {
            #expect(!text.contains("hunter") && !text.contains("104, 117"))
        }
        #expect("\(secret)" == "")
        #expect(secret.customMirror.children.isEmpty)
    }

    @Test func `gives its bytes to a closure and zeroes a copy`() {
        let bytes: [UInt8] = [1, 2, 3]
        let secret = SecretBytes(copying: bytes.span)
        let read = unsafe secret.withUnsafeBytes { unsafe Array($0) }
        #expect(secret.count == 3 && read == bytes)
        var copy = bytes
        SecretBytes.zero(&copy)
        #expect(copy == [0, 0, 0])
        let none: [UInt8] = []
        let empty = SecretBytes(copying: none.span)
        #expect(empty.count == 0)
    }

    @Test func `passes on the error of whoever fills it`() {
        struct Empty: Error {}
        func fill() throws(Empty) -> SecretBytes {
            try unsafe SecretBytes(count: 32) { _ throws(Empty) in throw Empty() }
        }
        #expect(throws: Empty.self) { _ = try fill() }
    }
}

@Suite struct VisibleTests {
    @Test(arguments: [
        ("rpu_2026.csv", "rpu_2026.csv"), ("été", "été"), ("a\u{1b}[31m", "a\\u{1b}[31m"), ("a\nb\0", "a\\u{a}b\\u{0}"),
        ("a\\u{a}", "a\\\\u{a}"), ("\u{202e}fdp", "\\u{202e}fdp"), ("\u{200b}\u{2028}", "\\u{200b}\\u{2028}"),
    ])
    func `writes what cannot be seen as its number`(text: String, expected: String) {
        #expect(Visible.escape(text) == expected)
    }

    @Test func `cuts a long text`() {
        let escaped = Visible.escape(String(repeating: "x", count: 10_000))
        #expect(escaped.unicodeScalars.count == Visible.limit + 1 && escaped.hasSuffix("…"))
        #expect(Visible.escape(String(repeating: "x", count: Visible.limit)).hasSuffix("x"))
    }
}
