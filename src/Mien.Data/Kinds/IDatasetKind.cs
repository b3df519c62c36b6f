namespace Mien.Data.Kinds;

/// <summary>A dataset in a documented folder layout (docs/datasets.md).</summary>
public interface IDatasetKind
{
    /// <summary>Name in configs and on the command line.</summary>
    string Name { get; }

    /// <summary>The folder layout in a sentence.</summary>
    string Layout { get; }

    /// <summary>Lists the items under a folder, in an order that depends on nothing but their names.</summary>
    /// <param name="root">The dataset's own folder.</param>
    /// <exception cref="Core.UserErrorException">The folder does not exist or has another layout; or a table has a bad row, which is named.</exception>
    IReadOnlyList<DatasetItem> List(string root);
}
