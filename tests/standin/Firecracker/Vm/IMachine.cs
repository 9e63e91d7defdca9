namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>What stands behind the API.</summary>
internal interface IMachine
{
    void Pause();

    void Resume();

    /// <summary>What is kept of it in the state file. It is paused before and after.</summary>
    string Save();

    /// <summary>Writes its memory, after <see cref="Save"/>.</summary>
    /// <param name="file">An open file, as long as the memory is.</param>
    void SaveMemory(long file);

    /// <summary>What its disks have done since it started; null where nothing measures it.</summary>
    BlockCounts? Count();
}
