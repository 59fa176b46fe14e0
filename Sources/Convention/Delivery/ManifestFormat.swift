/// The members of a manifest.
package enum ManifestFormat {
    private static let count = ValueKind.integer(0...Int64.max)

    package static let file = ObjectRule(
        "manifest file",
        "A file of the delivery. `rows`, `bytes` and `sha256` are those of the plain file, before it is compressed and sealed.",
        [
            MemberRule(
                "name", .text(.any), "The name under which the sealed file is uploaded.",
                #""PERSON_202601.csv.age""#),
            MemberRule("table", .text(.tableName), "The table that it is for: one file a table.", #""person""#),
            MemberRule("rows", count, "Its records; a header is none.", "1250"),
            MemberRule("bytes", count, "Its bytes.", "81250"),
            MemberRule("sha256", .text(.any), "Its SHA-256, 64 hexadecimal digits.", #""e3b0c442…""#),
        ])

    package static let manifest = ObjectRule(
        "manifest",
        "The file that ties a delivery together: JSON, at most \(DeliveryManifest.maximumBytes >> 10) KiB, sealed and uploaded like "
            + "any drop.",
        [
            MemberRule(
                "format", .text(.choice([DeliveryManifest.format])), "Name and version of this format.",
                #""ecluse-manifest/1""#),
            MemberRule("convention", .text(.identifier), "The convention.", #""omop""#),
            MemberRule(
                "schemaVersion", .integer(1...1_000_000), "Its version that the files were made by.", "1"),
            MemberRule("base", .text(.tableName), "The base in the catalogue.", #""omop""#),
            MemberRule(
                "period", .text(.any), "What the delivery is about: `YYYY`, `YYYYMM` or `YYYYMMDD`.", #""202601""#),
            MemberRule(
                "sender", .text(.any), "Who sends, for people; at most \(DeliveryManifest.maximumSender) bytes.",
                #""CHU …""#),
            MemberRule("files", .list(.object(file), minimum: 1), "The files.", "[…]"),
        ])

    /// Both objects, in the order of the documentation.
    package static let all = [manifest, file]
}
