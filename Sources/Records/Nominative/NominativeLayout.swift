/// A layout of files that hold identities and must never leave a hospital, known by its lines whatever the file is called.
///
/// The layouts are those of the French hospitals' medico-administrative system (PMSI): VID-HOSP, which ties the insured person's number to
/// a stay, and the RSS, which has the hospital's own number of the stay. Places are those that the ATIH publishes for VID-HOSP V016,
/// grouped RSS 122 and RSS 022; versions around them share the places that are probed here.
///
/// A line counts where every probe holds: together they are so particular (version marks at their places, an establishment's number
/// with its key, days that exist, and the key of a social-security number or the length that the counts of the line itself give) that
/// no other file meets them by chance.
package struct NominativeLayout: Sendable {
    /// What is said of it to people; the layout's own name.
    package let name: String
    let probes: [NominativeProbe]
    /// Lines that must count; fewer where the file has fewer lines.
    let lines: Int

    /// Every layout.
    package static let all: [NominativeLayout] = [
        // One line with a valid number is one too many.
        NominativeLayout(name: "VID-HOSP", probes: vidhosp + [.nir(at: 1)], lines: 1),
        NominativeLayout(name: "VID-HOSP", probes: vidhosp + [.nir(at: 62)], lines: 1),
        // Persons without a number of their own: the rest of the line must be right, in several lines.
        NominativeLayout(
            name: "VID-HOSP",
            probes: vidhosp + [
                .digits(at: 86, count: 4), .date(at: 275), .date(at: 283), .digits(at: 467, count: 4),
                .length(fixed: 470, [.init(countAt: 467, digits: 4, length: 50)]),
            ], lines: 3),
        NominativeLayout(
            name: "RSS", probes: groupedRSS + [.length(fixed: 192, tail(from: 134))], lines: 1),
        NominativeLayout(name: "RSS", probes: groupedRSS, lines: 3),
        NominativeLayout(name: "RSS", probes: rss + [.length(fixed: 177, tail(from: 119))], lines: 1),
        NominativeLayout(name: "RSS", probes: rss, lines: 3),
    ]

    private static let sexes = Array("123".utf8)

    /// Version of the format, day of birth, sex, establishment.
    private static let vidhosp: [NominativeProbe] = [
        .mark(at: 49, Array("V0##".utf8)), .date(at: 20), .oneOf(at: 28, sexes), .finess(at: 53),
    ]

    /// Marks of the version of the group and of the unit's record, establishment, days of birth, entry and exit, sex.
    private static let groupedRSS: [NominativeProbe] = [
        .mark(at: 10, Array("1##".utf8)), .mark(at: 25, Array("0##".utf8)), .equal(at: 11, and: 26, count: 2),
        .finess(at: 16), .date(at: 78),
        .oneOf(at: 86, sexes), .date(at: 93), .date(at: 103), .digits(at: 134, count: 7),
    ]

    /// The same places, without the fifteen characters that grouping puts before them.
    private static let rss: [NominativeProbe] = [
        .finess(at: 1), .mark(at: 10, Array("0##".utf8)), .date(at: 63), .oneOf(at: 71, sexes), .date(at: 78),
        .date(at: 88),
        .digits(at: 119, count: 7),
    ]

    /// Diagnoses, documentary data and acts, each as often as the line says.
    private static func tail(from place: Int) -> [NominativeProbe.Group] {
        [
            .init(countAt: place, digits: 2, length: 8), .init(countAt: place + 2, digits: 2, length: 8),
            .init(countAt: place + 4, digits: 3, length: 29),
        ]
    }
}
