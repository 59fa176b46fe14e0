internal import Foundation

/// A test vector in a file: lines of `key: value`, an empty line, then bytes (the layout of the public age vectors).
package struct VectorFile: Sendable {
    /// Name of the file, for the test's own name.
    package let name: String
    /// The values of each key, in file order.
    package let fields: [String: [String]]
    /// Everything after the empty line.
    package let body: [UInt8]

    /// The first value of `key`.
    package subscript(key: String) -> String? { fields[key]?.first }

    /// A vector of the given text; nil where the head has a line without `: ` or there is no empty line.
    package init?(name: String, _ bytes: [UInt8]) {
        var fields: [String: [String]] = [:]
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if line.isEmpty {
                self.name = name
                self.fields = fields
                body = Array(rest)
                return
            }
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields[String(line[..<colon]), default: []].append(String(value))
        }
        return nil
    }

    /// The vectors among the files of `folder`, sorted by name; a file of another layout is left out.
    package static func all(in folder: String) -> [VectorFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { return nil }
            return VectorFile(name: name, Array(data))
        }
    }
}
