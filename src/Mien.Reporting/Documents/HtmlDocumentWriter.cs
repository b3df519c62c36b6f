using System.Text;
using Mien.Core;

namespace Mien.Reporting;

/// <summary>Writes a <see cref="ReportDocument"/> as one HTML file that needs nothing else and loads nothing.</summary>
public static class HtmlDocumentWriter
{
    /// <summary>Writes a report as UTF-8.</summary>
    /// <param name="document">The content.</param>
    /// <param name="stream">Takes the file; left open.</param>
    /// <exception cref="UserErrorException">The program was built without the chart library.</exception>
    public static void Write(ReportDocument document, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(stream);
        HtmlPage page = new(document.Title);
        foreach (string notice in document.Notices)
            page.Notice(notice);
        if (document.Facts.Count > 0)
            page.Facts(document.Facts);
        foreach (ReportSection section in document.Sections)
            WriteSection(page, section);
        stream.Write(Encoding.UTF8.GetBytes(page.End()));
    }

    private static void WriteSection(HtmlPage page, ReportSection section)
    {
        page.SectionBegin();
        page.Element("h2", section.Title);
        foreach (string paragraph in section.Paragraphs)
            page.Element("p", paragraph);
        foreach (ReportChart chart in section.Charts)
        {
            page.Element("h3", chart.Title);
            page.Chart(chart.Spec);
            page.Table(chart.Numbers.Title, chart.Numbers.Columns, chart.Numbers.Rows, folded: true);
        }
        foreach (ReportTable table in section.Tables)
            page.Table(table.Title, table.Columns, table.Rows, folded: false);
        if (section.Pictures.Count > 0)
            page.Pictures(section.Pictures);
        page.SectionEnd();
    }
}
