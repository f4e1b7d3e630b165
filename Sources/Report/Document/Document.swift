/// What is to be said, apart from how: every command's answer is a document, and every format renders it.
public struct Document: Sendable {
  public var title: String
  public var sections: [Section]

  public init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The document without the sections that only show its working.
  public var brief: Document { Document(title: title, sections: sections.filter { !$0.isWorking }) }

  /// A titled part of a document.
  public struct Section: Sendable {
    public var title: String
    public var blocks: [Block]
    /// Whether it only shows how an answer comes about: a page folds it, a brief answer leaves it out.
    public var isWorking: Bool

    public init(_ title: String, _ blocks: [Block], isWorking: Bool = false) {
      self.title = title
      self.blocks = blocks
      self.isWorking = isWorking
    }
  }

  /// A piece of a section.
  public enum Block: Sendable {
    case paragraph(String)
    /// Label and value pairs.
    case fields([(label: String, value: String)])
    case table(Table)
    /// Lines indented by depth, for a trace.
    case tree([(depth: Int, text: String)])
    /// Short remarks, one a line.
    case notes([String])
    /// Command lines to be copied: they are never wrapped.
    case commands([String])
    case chart(Chart)
    case plot(Plot)
  }

  /// Rows of cells under headings.
  public struct Table: Sendable {
    public var columns: [Column]
    public var rows: [[String]]

    public init(_ columns: [Column], rows: [[String]]) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// A heading, and to which side its cells are set.
  public struct Column: Sendable {
    public var heading: String
    public var isNumeric: Bool

    public static func text(_ heading: String) -> Column { Column(heading: heading, isNumeric: false) }
    public static func number(_ heading: String) -> Column { Column(heading: heading, isNumeric: true) }
  }
}
