;;; archnotes.el --- How do eglot and lsp-mode start archnotes?  -*- lexical-binding: t -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; `(require 'archnotes)' is all there is to do; it wants no package of its own.  With eglot, `M-x eglot' starts the server
;; in a buffer of `markdown-mode', `gfm-mode', `yaml-mode' or `mermaid-mode', with lsp-mode `M-x lsp'.

;;; Code:

(defgroup archnotes nil
  "Explains AWS architecture notes and finds their weak places."
  :group 'tools)

(defcustom archnotes-command '("archnotes" "server")
  "The program and its arguments."
  :type '(repeat string))

(defcustom archnotes-options nil
  "Settings with the keys of archnotes.toml, as a property list: (:language \"ko\")."
  :type 'plist)

(defconst archnotes-modes '(markdown-mode gfm-mode yaml-mode yaml-ts-mode mermaid-mode)
  "The modes that archnotes is for.")

(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(declare-function make-lsp-client "ext:lsp-mode")
(declare-function lsp--client-capabilities "ext:lsp-mode")
(declare-function lsp-activate-on "ext:lsp-mode")
(declare-function lsp-register-client "ext:lsp-mode")
(declare-function lsp-stdio-connection "ext:lsp-mode")

(defun archnotes--eglot (&optional _interactive)
  "The contact that eglot wants."
  (append archnotes-command (and archnotes-options (list :initializationOptions archnotes-options))))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons archnotes-modes #'archnotes--eglot)))

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(mermaid-mode . "mermaid"))
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () archnotes-command))
    :activation-fn (lsp-activate-on "markdown" "yaml" "mermaid")
    :server-id 'archnotes
    :initialization-options (lambda () archnotes-options)
    ;; lsp-mode counts characters. Up to version 8 it does not say so, and would be told of UTF-16 units instead.
    :custom-capabilities (unless (assq 'general (lsp--client-capabilities))
                           '((general . ((positionEncodings . ["utf-32"])))))
    ;; Beside the other servers for these files, which know links and schemas.
    :add-on? t)))

(provide 'archnotes)
;;; archnotes.el ends here
