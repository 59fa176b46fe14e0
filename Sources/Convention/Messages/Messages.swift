internal import Records
package import Support

/// What the codes of this module mean, for the people who write conventions and for producers.
package enum ConventionMessages {
    /// Every message of the module.
    package static let table = MessageTable(format + lint + replacement + treatment + RecordsMessages.expressions)
}
