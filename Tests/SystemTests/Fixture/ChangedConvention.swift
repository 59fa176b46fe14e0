import Foundation
import TestSupport
import Testing

/// Copies of the conventions in which something was changed.
enum ChangedConvention {
    typealias Object = [String: Any]

    /// A copy of `Conventions/<base>` below `directory`: `convention` and the schema of `table` changed as said.
    static func make(
        _ base: String, table: String, in directory: TemporaryDirectory, named name: String? = nil,
        convention changeConvention: (inout Object) -> Void = { _ in },
        schema changeSchema: (inout Object) -> Void = { _ in }
    ) throws -> String {
        let source = Checkout.root + "/Conventions/" + base
        let target = directory.file("conventions/" + (name ?? base))
        let parent = (target as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: source, toPath: target)
        try edit(target + "/convention.json", changeConvention)
        try edit(target + "/\(table).schema.json", changeSchema)
        return target
    }

    /// Sets members of the field `name` of a schema.
    static func set(_ schema: inout Object, field name: String, _ members: Object) {
        guard var fields = schema["fields"] as? [Object] else { return }
        for index in fields.indices where fields[index]["name"] as? String == name {
            fields[index].merge(members) { $1 }
        }
        schema["fields"] = fields
    }

    /// Changes the JSON object in the file at `path`.
    static func edit(_ path: String, _ body: (inout Object) -> Void) throws {
        let url = URL(fileURLWithPath: path)
        var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? Object)
        body(&object)
        try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys]).write(to: url)
    }
}
