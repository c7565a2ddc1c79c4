/** What a file is, told from its first bytes: a name says nothing. Only kinds that an office keeps as evidence are taken. */

export const EVIDENCE_TYPES = {
  pdf: { mime: 'application/pdf', ending: 'pdf', zh: 'PDF' },
  png: { mime: 'image/png', ending: 'png', zh: 'PNG 图片' },
  jpeg: { mime: 'image/jpeg', ending: 'jpg', zh: 'JPEG 图片' },
  ofd: { mime: 'application/ofd', ending: 'ofd', zh: 'OFD 版式文件' },
  docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx', zh: 'Word 文档（.docx）' },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx', zh: 'Excel 表格（.xlsx）' },
  zip: { mime: 'application/zip', ending: 'zip', zh: 'ZIP 压缩包' },
  office: { mime: 'application/x-ole-storage', ending: 'doc', zh: '旧版 Office 文件（.doc、.xls）' },
} as const;
export type EvidenceType = keyof typeof EVIDENCE_TYPES;

/** Bytes that `typeOf` looks at. */
export const HEAD_BYTES = 4096;

const begins = (head: Buffer, ...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);

/** @param head the first bytes of the file; null: none of the kinds that are taken, such as a page or a program */
export function typeOf(head: Buffer): EvidenceType | null {
  if (begins(head, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf';
  if (begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (begins(head, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (begins(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'office';
  if (!begins(head, 0x50, 0x4b, 0x03, 0x04)) return null;
  // Packed formats name their parts in clear; the first lie within the head.
  const names = head.toString('latin1');
  if (names.includes('OFD.xml')) return 'ofd';
  if (names.includes('word/')) return 'docx';
  if (names.includes('xl/')) return 'xlsx';
  return 'zip';
}
