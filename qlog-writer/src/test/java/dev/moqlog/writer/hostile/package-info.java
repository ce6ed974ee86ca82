/** What happens to traces when processes are killed, disks fail and names are chosen to do harm. */
package dev.moqlog.writer.hostile;
