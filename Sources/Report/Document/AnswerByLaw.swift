import Rulebook

/// An answer by law as JSON has it: the page with what it is not under `notice`, and under `whatIf` the files that suppose
/// rules for it, if there are any.
public struct AnswerByLaw<Page: Encodable>: Encodable {
  private enum CodingKeys: CodingKey { case notice, whatIf }

  private let page: Page
  private let files: [WhatIf]

  public init(_ page: Page, supposing files: [WhatIf] = []) {
    self.page = page
    self.files = files
  }

  /// Adds its keys to the object that the page encodes itself as.
  public func encode(to encoder: any Encoder) throws {
    try page.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Document.Section.notice, forKey: .notice)
    if !files.isEmpty { try container.encode(files, forKey: .whatIf) }
  }
}
