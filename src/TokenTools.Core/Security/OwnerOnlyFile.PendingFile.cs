using System;
using System.IO;

namespace TokenTools.Security;

internal sealed partial class OwnerOnlyFile
{
    /// <summary>A file that only its owner can read, from its creation until it is published or discarded.</summary>
    internal sealed class PendingFile(OwnerOnlyFile owner, TemporaryFile file, string path, bool replace) : IDisposable
    {
        // Not of a temporary file, which the next run would remove. Not the name of the final file with a suffix, which could be too long.
        private const string KeptNamePrefix = "tokentools-result-";

        private bool _isPublished;
        private bool _isDiscarded;

        /// <summary>The full path of the file.</summary>
        public string Path => path;

        /// <summary>Writes content, which is on the disk when this method returns.</summary>
        /// <exception cref="TokenArgumentException">It can't be written. An unpublished file is discarded.</exception>
        public void Write(Action<Stream> write) => Try(() =>
        {
            write(file.Stream);
            file.Stream.Flush(flushToDisk: true);
        });

        /// <summary>Gives the file its name. It can be written further.</summary>
        /// <exception cref="TokenArgumentException">A file of that name exists, or the file can't be renamed. It is discarded.</exception>
        public void Publish()
        {
            if (!_isPublished)
            {
                PublishAs(path, replace);
            }
        }

        /// <summary>
        /// Gives the file its name or, if that is not possible, another one in the same folder, for content that cannot be obtained again.
        /// It can be written further.
        /// </summary>
        /// <returns>The message with the other name and the reason; null if the file has its own name.</returns>
        /// <exception cref="TokenArgumentException">Neither is possible. The file is discarded.</exception>
        public MessageText? PublishOrKeep()
        {
            object reason = new MessageText(nameof(Messages.FileCreatedByAnother));
            try
            {
                // What is not a file is not replaced either if another program has created it since it was checked.
                _isPublished = _isPublished || (!(replace && Exists(path) && !IsReplaceable(path)) && file.Publish(path, replace));
            }
            catch (Exception error) when (IsExpected(error))
            {
                reason = TerminalText.Clean(error.Message.TrimEnd('.'));
            }

            if (_isPublished)
            {
                return null;
            }

            var kept = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, KeptNamePrefix + TemporaryFile.RandomSuffix());
            PublishAs(kept, replaces: false);
            return new MessageText(nameof(Messages.InstallerFileKept), Shown(path), reason, DisplayText.Cleaned(kept));
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_isPublished && !_isDiscarded)
            {
                file.Discard();
            }

            file.Dispose();
        }

        private void PublishAs(string name, bool replaces)
        {
            Try(() =>
            {
                if (!file.Publish(name, replaces))
                {
                    throw owner.AlreadyExists(name);
                }
            });
            _isPublished = true;
        }

        private void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception error)
            {
                _isDiscarded = !_isPublished;
                if (_isDiscarded && !file.Discard())
                {
                    // The name of the temporary file is random, and must be shown.
                    throw new TokenArgumentException(
                        owner.PathKey,
                        nameof(Messages.InstallerFileRemains),
                        Shown(path),
                        error.Message,
                        DisplayText.Cleaned(file.Name!));
                }

                if (IsExpected(error))
                {
                    throw owner.Failed(path, error.Message);
                }

                throw;
            }
        }
    }
}
